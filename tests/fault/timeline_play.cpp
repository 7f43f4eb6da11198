// SPDX-License-Identifier: MIT
#include "tests/fault/timeline_play.h"
#include "tests/support/two_screens.h"

#include <QApplication>
#include <QScrollBar>
#include <QTest>
#include <QWheelEvent>
#include <functional>

using namespace Qt::StringLiterals;

namespace salon::test {

using namespace client;

namespace {

constexpr int kThoroughEach = 25;

struct PlayEvent {
    const char *name;
    Effect effect;
    std::function<void(TimelinePlay &)> happens;
    bool keepsRows = true; //!< each row is the one of before
};

PlayEvent rows(const char *name, void (RoomPlay::*happens)(), bool keepsRows = true)
{
    return {name, Effect::Rows, [happens](TimelinePlay &play) { (play.room().*happens)(); },
            keepsRows};
}

PlayEvent view(const char *name, Effect effect, void (TimelinePlay::*happens)(),
               bool keepsRows = true)
{
    return {name, effect, [happens](TimelinePlay &play) { (play.*happens)(); }, keepsRows};
}

const std::vector<PlayEvent> &events()
{
    using enum Effect;
    using Room = RoomPlay;
    using Play = TimelinePlay;
    static const std::vector<PlayEvent> all{
        rows("append", &Room::append),
        rows("prepend", &Room::prepend),
        rows("insert between", &Room::insertBetween),
        rows("fill a gap", &Room::fillGap),
        rows("edit", &Room::edit),
        rows("grow", &Room::grow),
        rows("rename an author", &Room::renameAuthor),
        rows("deliver", &Room::deliver),
        rows("fail", &Room::fail),
        rows("discard", &Room::discard),
        rows("remove one", &Room::removeOne),
        rows("remove some", &Room::removeSome),
        rows("evict the oldest", &Room::evictOldest),
        rows("evict the newest", &Room::evictNewest),
        rows("page of newer", &Room::pageNewer),
        rows("other bounds", &Room::changeBounds),
        rows("reset", &Room::resetAsItWas, false),
        rows("rebuild", &Room::rebuild, false),
        rows("vanish and come back", &Room::vanishAndComeBack, false),
        rows("burst", &Room::burst),
        view("resize", Layout, &Play::resize),
        view("drag an edge", Layout, &Play::dragEdge),
        view("text size", Layout, &Play::changeTextSize),
        view("theme", Still, &Play::changeTheme),
        view("screen", Still, &Play::changeScreen),
        view("midnight", Still, &Play::passMidnight),
        view("hide and show", Still, &Play::hideAndShow),
        view("leave and come back", Layout, &Play::leaveAndComeBack, false),
        view("hurry through", Layout, &Play::hurryThrough, false),
        view("restart", Layout, &Play::restart, false),
        view("repaint", Still, &Play::repaint),
        view("scroll", Person, &Play::scroll),
        view("scroll", Person, &Play::scroll),
        view("scroll", Person, &Play::scroll),
        view("scroll far", Person, &Play::scrollFar),
        view("drag the bar", Person, &Play::dragBar),
        view("wheel", Person, &Play::turnWheel),
        view("key", Person, &Play::pressKey),
        view("select", Person, &Play::select),
        view("jump to the end", Person, &Play::jumpToEnd),
        view("send", Person, &Play::sendOwn),
    };
    return all;
}

} // namespace

QString PlayStep::text() const
{
    return u"{%1, %2}  // %3"_s.arg(event).arg(seed).arg(
        QString::fromLatin1(events()[size_t(event)].name));
}

int TimelinePlay::eventCount()
{
    return int(events().size());
}

TimelinePlay::TimelinePlay(quint32 seed) : m_random(seed), m_clock(noon() + 86'400'000)
{
    Theme::setCurrent(Theme::make(Scheme::Light));
    m_room.fill(120);
    const auto &rows = m_room.model().rows();
    m_room.model().setReadMarker(rows[seed % 2 ? 100 : 119].seq);
    m_other.reset({message(1, u"another room"_s), message(2, u"and nothing of this one"_s)});
    const auto touched = [this] { m_isTouched = true; };
    const TimelineModel *model = &m_room.model();
    QObject::connect(model, &TimelineModel::rowsInserted, model, touched);
    QObject::connect(model, &TimelineModel::rowsRemoved, model, touched);
    QObject::connect(model, &TimelineModel::dataChanged, model, touched);
    QObject::connect(model, &TimelineModel::modelReset, model, touched);
    QObject::connect(model, &TimelineModel::boundsChanged, model, touched);
    makeView({});
}

TimelinePlay::~TimelinePlay() = default;

void TimelinePlay::makeView(const ReadingPlace &place)
{
    const QSize size = m_view ? m_view->size() : QSize(700, 500);
    m_view = std::make_unique<TimelineView>(nullptr, m_clock);
    m_view->resize(size);
    m_view->setLinkOpener([](const QUrl &) {});
    QObject::connect(m_view.get(), &TimelineView::latestWanted, m_view.get(), [this] {
        m_room.model().setBounds(m_room.model().hasOlder(), false);
        m_room.resetAsItWas();
    });
    m_view->setModel(&m_room.model(), place);
    m_view->show();
    m_view->grab();
}

std::optional<QString> TimelinePlay::play(const PlayStep &step)
{
    const PlayEvent &event = events()[size_t(step.event)];
    m_random.seed(step.seed);
    const TimelineModel &model = m_room.model();
    m_isTouched = false;
    m_oracle.look(*m_view);
    m_room.keepUsualLength();
    if (m_isTouched) {
        if (auto wrong = m_oracle.complaint(*m_view, Effect::Rows, true))
            return wrong;
        m_oracle.look(*m_view);
    }
    const int current = m_view->currentIndex();
    const qint64 currentId = current < 0 ? 0 : model.row(current).id;
    const QString selected = event.effect == Effect::Rows ? QString() : m_view->selectedText();
    m_isTouched = false;
    event.happens(*this);
    const bool isNothing = event.effect == Effect::Rows && !m_isTouched;
    const Effect effect = isNothing ? Effect::Still : event.effect;
    if (m_inBetween)
        return m_inBetween;
    if (auto broken = brokenBoxes(*m_view, ++m_steps % kThoroughEach == 0))
        return broken;
    if (auto wrong = m_oracle.complaint(*m_view, effect))
        return wrong;
    return effect == Effect::Person ? std::nullopt : lostRows(currentId, selected, event.keepsRows);
}

//! The row that the keyboard is at, and what is selected, stay the same through all of it.
std::optional<QString> TimelinePlay::lostRows(qint64 current, const QString &selected,
                                              bool keepsRows)
{
    const TimelineModel &model = m_room.model();
    const int index = m_view->currentIndex();
    if (index >= model.rowCount())
        return u"the current row is none of the model"_s;
    const auto isCurrent = [current](const TimelineRow &row) { return row.id == current; };
    if (keepsRows && current != 0 && std::ranges::any_of(m_room.model().rows(), isCurrent)
        && (index < 0 || model.row(index).id != current))
        return u"another row is the current one"_s;
    if (keepsRows && !selected.isEmpty() && m_view->selectedText() != selected)
        return u"other characters are selected"_s;
    return {};
}

void TimelinePlay::resize()
{
    m_view->resize(300 + bounded(900), 200 + bounded(600));
}

void TimelinePlay::dragEdge()
{
    const QSize step(bounded(40) - 20, bounded(40) - 20);
    for (int i = 3 + bounded(10); i > 0; --i) {
        m_view->resize((m_view->size() + step).boundedTo({1300, 900}).expandedTo({260, 160}));
        if (i == 1 || m_inBetween)
            return;
        m_inBetween = m_oracle.complaint(*m_view, Effect::Layout);
        m_oracle.look(*m_view);
    }
}

void TimelinePlay::changeTextSize()
{
    const Scheme scheme = Theme::current().scheme;
    Theme::setCurrent(Theme::make(scheme, Theme::kSmallestText + bounded(11)));
}

void TimelinePlay::changeTheme()
{
    Theme::setCurrent(
        Theme::make(bounded(2) ? Scheme::Dark : Scheme::Light, Theme::current().textSize));
}

void TimelinePlay::changeScreen()
{
    TwoScreens::show(*m_view, bounded(TwoScreens::count()));
}

void TimelinePlay::passMidnight()
{
    m_clock.advance(qint64(bounded(3 * 24)) * 3600'000);
    m_view->grab();
}

void TimelinePlay::hideAndShow()
{
    m_view->hide();
    m_view->show();
}

void TimelinePlay::leaveAndComeBack()
{
    const auto place = m_view->place();
    m_room.model().setReadMarker(std::numeric_limits<Seq>::max());
    m_view->setModel(&m_other);
    m_view->grab();
    m_view->setModel(&m_room.model(), place.value_or(ReadingPlace()));
    m_view->grab();
}

//! So fast that nothing was painted of it.
void TimelinePlay::hurryThrough()
{
    const auto place = m_view->place();
    m_room.model().setReadMarker(std::numeric_limits<Seq>::max());
    for (int i = 0; i < 3; ++i) {
        m_view->setModel(&m_other);
        m_view->setModel(&m_room.model(), place.value_or(ReadingPlace()));
    }
    m_view->grab();
}

void TimelinePlay::restart()
{
    const auto place = m_view->place();
    m_room.model().setReadMarker(std::numeric_limits<Seq>::max());
    m_view->setModel(nullptr);
    m_room.rebuild();
    makeView(place.value_or(ReadingPlace()));
}

void TimelinePlay::repaint()
{
    QCoreApplication::processEvents();
    m_view->grab();
}

void TimelinePlay::scroll()
{
    m_view->scrollByPixels(bounded(1200) - 600);
}

void TimelinePlay::scrollFar()
{
    const auto height = int(m_view->geometry().contentHeight());
    m_view->geometry().scrollTo(bounded(qMax(1, height)));
}

void TimelinePlay::dragBar()
{
    QCoreApplication::processEvents(); // so that the bar has its range
    QScrollBar *bar = m_view->verticalScrollBar();
    bar->setSliderDown(true);
    bar->setSliderPosition(bounded(bar->maximum() + 1));
    bar->setSliderDown(false);
}

void TimelinePlay::turnWheel()
{
    QWheelEvent wheel({50, 50}, {50, 50}, {0, bounded(200) - 100}, {0, 120}, Qt::NoButton,
                      Qt::NoModifier, Qt::ScrollUpdate, false);
    QCoreApplication::sendEvent(m_view->viewport(), &wheel);
}

void TimelinePlay::pressKey()
{
    static constexpr std::array kKeys{Qt::Key_Up,       Qt::Key_Down, Qt::Key_PageUp,
                                      Qt::Key_PageDown, Qt::Key_Home, Qt::Key_End};
    QTest::keyClick(m_view.get(), kKeys[size_t(bounded(int(kKeys.size())))]);
}

void TimelinePlay::select()
{
    const int height = m_view->viewport()->height();
    const QPoint from(80 + bounded(100), bounded(height));
    const QPoint to(80 + bounded(100), bounded(height));
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, from);
    QTest::mouseMove(m_view->viewport(), to);
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, to);
}

void TimelinePlay::jumpToEnd()
{
    m_view->jumpToEnd();
}

void TimelinePlay::sendOwn()
{
    m_room.sendOwn();
}

} // namespace salon::test
