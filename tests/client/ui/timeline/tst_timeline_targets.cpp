// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_view.h"
#include "tests/client/ui/timeline/fake_timeline_model.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QTest>
#include <QToolButton>
#include <QToolTip>
#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

namespace {

using Kind = RowTarget::Kind;

constexpr int kLast = 11; // of the rows, whose message has the number 12

//! Number 12, with what can be clicked of that kind.
TimelineRow rowWith(Kind kind)
{
    TimelineRow row = message(kLast + 1, u"as it is"_s);
    switch (kind) {
    case Kind::Link:
        row.text = u"see https://a.org/one"_s;
        break;
    case Kind::Edit:
    case Kind::Retry:
    case Kind::Delete:
        row.isOwn = true;
        row.delivery = Delivery::Failed;
        break;
    case Kind::Keep:
        row.isOwn = true;
        row.isToBeDeleted = true;
        break;
    case Kind::CopyCode:
    case Kind::Unfold:
    case Kind::Fold:
        row.text = u"```\n"_s + u"a line\n"_s.repeated(30) + u"```"_s;
        break;
    case Kind::Quote:
        row.quote = RowQuote{.seq = 3, .by = {7}, .author = u"Ada"_s, .text = u"where?"_s};
        break;
    case Kind::Versions:
        row.isEdited = true;
        break;
    case Kind::Reaction:
    case Kind::AddReaction:
        row.reactions = {{u"👍"_s, 2, false}};
        break;
    case Kind::Pin:
        row.pin = RowPin{u"ada"_s, row.at};
        break;
    case Kind::PinLine:
        row.pinLines = {{.message = 5, .by = u"ada"_s, .at = row.at, .seq = 13}};
        break;
    }
    return row;
}

} // namespace

//! What belongs to a message and can be chosen: in its row, in the bar over it and in its menu.
class TestTimelineTargets : public QObject {
    Q_OBJECT
private:
    FakeTimelineModel m_model;
    std::unique_ptr<TimelineView> m_view;
    QStringList m_done;

    QWidget *viewport() { return m_view->viewport(); }
    template <class Signal>
    void record(Signal signal, const QString &what)
    {
        connect(m_view.get(), signal, this,
                [this, what](qint64 number) { m_done.append(u"%1 %2"_s.arg(what).arg(number)); });
    }
    void recordAll();
    void show(const TimelineRow &last);
    int targetOf(Kind kind);
    void tabTo(Kind kind);
    void hover(int index);
    //! Its menu is open then.
    QMenu *menuOf(int index);

private Q_SLOTS:
    void init();
    void targets_data();
    void targets();
    void menuEntries_data();
    void menuEntries();
    void whatIsOffered_data();
    void whatIsOffered();
    void whatWaitsToBeDeleted();
    void barButtons_data();
    void barButtons();
    void moreInTheBar();
};

void TestTimelineTargets::init()
{
    m_model.setOwnsRoom(false);
    m_model.setEditTimeOver(false);
    m_model.setReactors(u"grace and linus"_s);
    m_view = std::make_unique<TimelineView>();
    m_view->setLinkOpener([this](const QUrl &url) { m_done.append(u"link "_s + url.toString()); });
    recordAll();
    QApplication::clipboard()->clear();
}

void TestTimelineTargets::recordAll()
{
    record(&TimelineView::editRequested, u"edit unsent"_s);
    record(&TimelineView::retryRequested, u"retry"_s);
    record(&TimelineView::deleteRequested, u"delete unsent"_s);
    record(&TimelineView::deletionRequested, u"delete"_s);
    record(&TimelineView::keepRequested, u"keep"_s);
    record(&TimelineView::changeRequested, u"edit"_s);
    record(&TimelineView::replyRequested, u"reply"_s);
    record(&TimelineView::pinRequested, u"pin"_s);
    record(&TimelineView::quoteActivated, u"show"_s);
    record(&TimelineView::threadRequested, u"thread"_s);
    record(&TimelineView::versionsRequested, u"versions"_s);
    record(&TimelineView::unreadRequested, u"unread"_s);
    connect(m_view.get(), &TimelineView::reactionChoiceRequested, this,
            [this](qint64 number) { m_done.append(u"react %1"_s.arg(number)); });
    connect(m_view.get(), &TimelineView::reactionRequested, this,
            [this](qint64 number, const QString &emoji) {
                m_done.append(u"react %1 %2"_s.arg(number).arg(emoji));
            });
    connect(m_view.get(), &TimelineView::pinsRequested, this, [this] { m_done.append(u"pins"_s); });
    connect(QApplication::clipboard(), &QClipboard::dataChanged, m_view.get(), [this] {
        m_done.append(u"copied %1"_s.arg(QApplication::clipboard()->text().size()));
    });
}

//! Below eleven of somebody else.
void TestTimelineTargets::show(const TimelineRow &last)
{
    std::vector<TimelineRow> rows;
    for (int i = 1; i <= kLast; ++i)
        rows.push_back(message(i, u"message number %1"_s.arg(i), 2));
    rows.push_back(last);
    m_model.reset(rows);
    m_model.setReadMarker(last.seq);
    m_view->setModel(&m_model);
    m_view->resize(600, 500);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    m_view->setFocus();
    m_view->grab();
    m_done.clear();
}

int TestTimelineTargets::targetOf(Kind kind)
{
    const auto &targets = m_view->geometry().layout(kLast).targets();
    const auto found = std::ranges::find(targets, kind, &RowTarget::kind);
    return found == targets.end() ? -1 : static_cast<int>(found - targets.begin());
}

void TestTimelineTargets::tabTo(Kind kind)
{
    m_view->setCurrentIndex(kLast - 1);
    QTest::keyClick(m_view.get(), Qt::Key_Down);
    QCOMPARE(m_view->currentIndex(), kLast);
    const int target = targetOf(kind);
    QVERIFY(target >= 0);
    for (int i = 0; i <= target; ++i)
        QTest::keyClick(m_view.get(), Qt::Key_Tab);
    QCOMPARE(m_view->focusedTarget(), std::optional(target));
}

void TestTimelineTargets::targets_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("does");
    QTest::addColumn<QString>("says");
    QTest::newRow("link") << Kind::Link << u"link https://a.org/one"_s << u"https://a.org/one"_s;
    QTest::newRow("edit") << Kind::Edit << u"edit unsent 12"_s << QString();
    QTest::newRow("retry") << Kind::Retry << u"retry 12"_s << QString();
    QTest::newRow("delete") << Kind::Delete << u"delete unsent 12"_s << QString();
    QTest::newRow("keep") << Kind::Keep << u"keep 12"_s << QString();
    QTest::newRow("copy code") << Kind::CopyCode << u"copied 209"_s << u"Copy this code"_s;
    QTest::newRow("unfold") << Kind::Unfold << u"taller"_s << QString();
    QTest::newRow("fold") << Kind::Fold << u"lower"_s << QString();
    QTest::newRow("quote") << Kind::Quote << u"show 3"_s
                           << u"Show the message that this one answers"_s;
    QTest::newRow("edited") << Kind::Versions << u"versions 12"_s << u"Show what it said before"_s;
    QTest::newRow("reaction") << Kind::Reaction << u"react 12 👍"_s << u"👍: grace and linus"_s;
    QTest::newRow("another") << Kind::AddReaction << u"react 12"_s << u"React"_s;
    QTest::newRow("pin") << Kind::Pin << u"pins"_s << u"Pinned by ada\n"_s;
    QTest::newRow("pin line") << Kind::PinLine << u"show 5"_s << u"Show the pinned message\n"_s;
}

void TestTimelineTargets::targets()
{
    QFETCH(const Kind, kind);
    QFETCH(const QString, does);
    QFETCH(const QString, says);
    show(rowWith(kind));
    const auto before = [&] { // as far as it takes something before it is there
        if (kind != Kind::Fold || targetOf(Kind::Fold) >= 0)
            return;
        tabTo(Kind::Unfold);
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        m_view->jumpToEnd();
        m_view->grab();
    };
    const auto doneBy = [&](const std::function<void()> &act) {
        const int height = m_view->rowRect(kLast).height();
        m_done.clear();
        act();
        const int now = m_view->rowRect(kLast).height();
        return now == height ? m_done.join(u", "_s) : now > height ? u"taller"_s : u"lower"_s;
    };
    const auto place = [&] { return m_view->targetRect(kLast, targetOf(kind)).center(); };
    before();
    QVERIFY(targetOf(kind) >= 0 && viewport()->rect().contains(place()));
    QHelpEvent help(QEvent::ToolTip, place(), viewport()->mapToGlobal(place()));
    QCoreApplication::sendEvent(viewport(), &help);
    if (says.isEmpty())
        QTRY_VERIFY(!QToolTip::isVisible());
    else
        QVERIFY2(QToolTip::text().startsWith(says), qPrintable(QToolTip::text()));
    QToolTip::hideText();
    QCOMPARE(doneBy([&] { QTest::mouseClick(viewport(), Qt::LeftButton, {}, place()); }), does);
    show(rowWith(kind)); // once more
    before();
    tabTo(kind);
    QCOMPARE(doneBy([&] { QTest::keyClick(m_view.get(), Qt::Key_Return); }), does);
}

QMenu *TestTimelineTargets::menuOf(int index)
{
    const QPoint middle = m_view->rowRect(index).center();
    QContextMenuEvent wanted(QContextMenuEvent::Mouse, middle, viewport()->mapToGlobal(middle));
    QCoreApplication::sendEvent(viewport(), &wanted);
    return m_view->findChild<QMenu *>(u"messageMenu"_s);
}

void TestTimelineTargets::menuEntries_data()
{
    QTest::addColumn<QString>("does");
    QTest::newRow("changeMessage") << u"edit 12"_s;
    QTest::newRow("deleteMessage") << u"delete 12"_s;
    QTest::newRow("thread") << u"thread 12"_s;
    QTest::newRow("versions") << u"versions 12"_s;
    QTest::newRow("reply") << u"reply 12"_s;
    QTest::newRow("react") << u"react 12"_s;
    QTest::newRow("pin") << u"pin 12"_s;
    QTest::newRow("markUnread") << u"unread 12"_s;
}

void TestTimelineTargets::menuEntries()
{
    QFETCH(const QString, does);
    TimelineRow row = rowWith(Kind::Versions);
    row.isOwn = true;
    show(row);
    QMenu *menu = menuOf(kLast);
    QVERIFY(menu && menu->isVisible());
    auto *entry = menu->findChild<QAction *>(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(entry);
    entry->trigger();
    QCOMPARE(m_done, QStringList{does});
    menu->close();
}

void TestTimelineTargets::whatIsOffered_data()
{
    QTest::addColumn<bool>("isOwn");
    QTest::addColumn<bool>("isDeleted");
    QTest::addColumn<bool>("ownsRoom");
    QTest::addColumn<bool>("isEditTimeOver");
    QTest::addColumn<QString>("offered"); // of what not everybody may
    QTest::newRow("one's own") << true << false << false << false << u"edit, bar, delete"_s;
    QTest::newRow("too old") << true << false << false << true << u"delete"_s;
    QTest::newRow("of others") << false << false << false << false << QString();
    QTest::newRow("an owner's") << true << false << true << false << u"edit, bar, delete"_s;
    QTest::newRow("to an owner") << false << false << true << false << u"delete"_s;
    QTest::newRow("deleted") << true << true << true << false << QString();
}

void TestTimelineTargets::whatIsOffered()
{
    QFETCH(const bool, isOwn);
    QFETCH(const bool, isDeleted);
    QFETCH(const bool, ownsRoom);
    QFETCH(const bool, isEditTimeOver);
    TimelineRow row = message(kLast + 1, u"as it is"_s);
    row.isOwn = isOwn;
    row.isDeleted = isDeleted;
    m_model.setOwnsRoom(ownsRoom);
    m_model.setEditTimeOver(isEditTimeOver);
    show(row);
    const std::unique_ptr<QMenu> menu(menuOf(kLast));
    QVERIFY(menu);
    QStringList menuAndBar;
    if (menu->findChild<QAction *>(u"changeMessage"_s))
        menuAndBar.append(u"edit"_s);
    hover(kLast);
    if (m_view->findChild<QToolButton *>(u"messageEdit"_s)->isVisible())
        menuAndBar.append(u"bar"_s);
    if (menu->findChild<QAction *>(u"deleteMessage"_s))
        menuAndBar.append(u"delete"_s);
    QTEST(menuAndBar.join(u", "_s), "offered");
    // The keys do no more than that.
    m_view->setCurrentIndex(kLast);
    QTest::keyClick(m_view.get(), Qt::Key_E);
    QCOMPARE(m_done.contains(u"edit 12"_s), menuAndBar.contains(u"edit"_s));
    QTest::keyClick(m_view.get(), Qt::Key_Delete);
    QCOMPARE(m_done.contains(u"delete 12"_s), menuAndBar.contains(u"delete"_s));
}

void TestTimelineTargets::hover(int index)
{
    const QPoint middle = m_view->rowRect(index).center();
    QMouseEvent move(QEvent::MouseMove, QPointF(middle), viewport()->mapToGlobal(QPointF(middle)),
                     Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(viewport(), &move);
}

//! Nothing else is done with it than to keep it.
void TestTimelineTargets::whatWaitsToBeDeleted()
{
    show(rowWith(Kind::Keep));
    const std::unique_ptr<QMenu> menu(menuOf(kLast));
    QVERIFY(menu);
    for (const auto &entry : {u"reply"_s, u"pin"_s, u"changeMessage"_s, u"deleteMessage"_s})
        QVERIFY2(!menu->findChild<QAction *>(entry), qPrintable(entry));
    m_view->setCurrentIndex(kLast);
    for (const Qt::Key key : {Qt::Key_Delete, Qt::Key_E, Qt::Key_R, Qt::Key_P})
        QTest::keyClick(m_view.get(), key);
    QCOMPARE(m_done, QStringList());
    auto *keep = menu->findChild<QAction *>(u"keepMessage"_s);
    QVERIFY(keep);
    keep->trigger();
    QCOMPARE(m_done, QStringList{u"keep 12"_s});
}

void TestTimelineTargets::barButtons_data()
{
    QTest::addColumn<QString>("does");
    QTest::newRow("messageReact") << u"react 12"_s;
    QTest::newRow("messageReply") << u"reply 12"_s;
    QTest::newRow("messageEdit") << u"edit 12"_s;
}

void TestTimelineTargets::barButtons()
{
    QFETCH(const QString, does);
    TimelineRow row = message(kLast + 1, u"as it is"_s);
    row.isOwn = true;
    show(row);
    auto *button = m_view->findChild<QToolButton *>(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(button && !button->isVisible());
    hover(kLast);
    QVERIFY(button->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(m_done, QStringList{does});
}

//! The menu is the one of the message that the bar lies over, whichever the keyboard is at.
void TestTimelineTargets::moreInTheBar()
{
    show(message(kLast + 1, u"as it is"_s));
    m_view->setCurrentIndex(kLast);
    hover(kLast - 2);
    QTest::mouseClick(m_view->findChild<QToolButton *>(u"messageMore"_s), Qt::LeftButton);
    auto *menu = m_view->findChild<QMenu *>(u"messageMenu"_s);
    QVERIFY(menu && menu->isVisible());
    menu->findChild<QAction *>(u"reply"_s)->trigger();
    QCOMPARE(m_done, QStringList{u"reply 10"_s});
    menu->close();
}

QTEST_MAIN(TestTimelineTargets)
#include "tst_timeline_targets.moc"
