// SPDX-License-Identifier: MIT
#include "client/ui/pin_panel.h"

#include "client/model/pin_list_model.h"
#include "client/ui/empty_state.h"
#include "client/ui/pin_delegate.h"
#include "client/ui/room_pane.h"
#include "client/ui/text_label.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/theme.h"

#include <QListView>
#include <QMenu>
#include <QShortcut>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

template <class Act>
void addShortcut(QWidget &within, Qt::Key key, Act act)
{
    auto *shortcut = new QShortcut(key, &within);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    QObject::connect(shortcut, &QShortcut::activated, &within, act);
}

} // namespace

PinPanel::PinPanel(Chat &chat, RoomPane &pane, QWidget *parent)
    : SidePanel(u"pins"_s, tr("Pinned messages"), tr("Close the pinned messages"), parent),
      m_chat(chat), m_pane(pane), m_model(new PinListModel(chat, this)),
      m_note(new TextLabel(TextKind::Secondary, {}, this)), m_stack(new QStackedWidget(this)),
      m_list(new QListView(m_stack)), m_empty(new EmptyState(m_stack))
{
    setObjectName(u"pinPanel"_s);
    build();
    connectList();
    addShortcut(*this, Qt::Key_Escape, [this] { Q_EMIT closed(); });
    connect(&chat.connection(), &Connection::stateChanged, this, &PinPanel::showState);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &PinPanel::followTheme);
    followTheme();
    showState();
}

void PinPanel::build()
{
    m_note->setObjectName(u"pinsNote"_s);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(16, 0, 16, 8);
    m_list->setObjectName(u"pinList"_s);
    m_list->setAccessibleName(tr("Pinned messages"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setModel(m_model);
    m_empty->setObjectName(u"pinsEmpty"_s);
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_empty);
    column()->addWidget(m_note);
    column()->addWidget(m_stack, 1);
}

void PinPanel::connectList()
{
    auto *delegate = new PinDelegate(this);
    m_list->setItemDelegate(delegate);
    connect(delegate, &PinDelegate::chosen, this, &PinPanel::choose);
    connect(delegate, &PinDelegate::unpinned, this, &PinPanel::unpin);
    connect(m_list, &QListView::activated, this, &PinPanel::choose);
    connect(m_list, &QWidget::customContextMenuRequested, this, &PinPanel::openMenu);
    for (const Qt::Key key : {Qt::Key_P, Qt::Key_Delete})
        addShortcut(*m_list, key, [this] { unpin(m_list->currentIndex()); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) {
                if (!current.isValid())
                    return; // the list is being made anew
                m_current = current.data(PinListModel::SeqRole).toLongLong();
                m_currentRow = current.row();
            });
    connect(m_model, &QAbstractItemModel::modelReset, this, &PinPanel::restoreCurrent);
    connect(m_model, &QAbstractItemModel::modelReset, this, &PinPanel::showState);
}

void PinPanel::open()
{
    m_chat.pins().open(m_pane.room());
    m_current = 0;
    m_currentRow = 0;
    restoreCurrent();
    m_waitsForRows = m_model->rowCount() == 0;
    QWidget *first = m_waitsForRows ? static_cast<QWidget *>(closeButton()) : m_list;
    first->setFocus(Qt::OtherFocusReason);
}

//! The keyboard stays at its message, or where that one was.
void PinPanel::restoreCurrent()
{
    const int same = m_model->rowOf(m_current);
    const int row = same >= 0 ? same : std::min(m_currentRow, m_model->rowCount() - 1);
    if (row >= 0)
        m_list->setCurrentIndex(m_model->index(row, 0));
}

void PinPanel::showState()
{
    const QString words = note();
    m_note->setText(words);
    m_note->setVisible(!words.isEmpty());
    const bool isKnown = m_chat.pins().source() != RoomPins::Source::Nobody;
    const bool isOnline = m_chat.connection().state() == ConnectionState::Online;
    if (isKnown)
        m_empty->setContent(u"pin"_s, tr("Nothing is pinned here"),
                            tr("What everybody should find again can be pinned: choose Pin in a "
                               "message's menu, or press P on it."));
    else
        m_empty->setContent(u"wifi-off"_s, tr("No connection"),
                            tr("This computer does not know what is pinned here."));
    showRows(m_model->rowCount() > 0 || (!isKnown && isOnline));
}

//! Where there are none, what stands in their place.
void PinPanel::showRows(bool areShown)
{
    const bool hadFocus = m_list->hasFocus();
    m_stack->setCurrentWidget(areShown ? static_cast<QWidget *>(m_list) : m_empty);
    if (!areShown && hadFocus)
        closeButton()->setFocus(Qt::OtherFocusReason);
    if (m_model->rowCount() > 0 && std::exchange(m_waitsForRows, false)
        && closeButton()->hasFocus())
        m_list->setFocus(Qt::OtherFocusReason);
}

//! Why what stands there may not be all.
QString PinPanel::note() const
{
    const RoomPins &pins = m_chat.pins();
    const bool isOnline = m_chat.connection().state() == ConnectionState::Online;
    if (isOnline)
        return pins.failure() ? errorSentence(*pins.failure()).text() : QString();
    if (pins.source() == RoomPins::Source::Server)
        return tr("No connection. This is what was pinned when there was one.");
    if (pins.source() == RoomPins::Source::Cache)
        return tr("No connection. These are the ones that this computer has.");
    return {}; // the empty state says it
}

void PinPanel::choose(const QModelIndex &index)
{
    if (index.isValid())
        Q_EMIT messageChosen(index.data(PinListModel::SeqRole).toLongLong());
}

void PinPanel::unpin(const QModelIndex &index)
{
    if (index.isValid())
        m_pane.pin(index.data(PinListModel::SeqRole).toLongLong(), false);
}

void PinPanel::openMenu(const QPoint &at)
{
    const QModelIndex index = m_list->indexAt(at);
    if (!index.isValid())
        return;
    const QPersistentModelIndex row(index);
    auto *menu = new QMenu(this);
    menu->setObjectName(u"pinActions"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(lineIcon(u"message-square"_s), tr("Show it in the room"), this,
                    [this, row] { choose(row); })
        ->setObjectName(u"showPinned"_s);
    menu->addAction(lineIcon(u"pin-off"_s), tr("Unpin\tP"), this, [this, row] { unpin(row); })
        ->setObjectName(u"unpin"_s);
    menu->popup(m_list->viewport()->mapToGlobal(at));
}

void PinPanel::followTheme()
{
    QPalette colors = m_list->palette();
    colors.setColor(QPalette::Base, Theme::current().background);
    m_list->setPalette(colors);
    m_list->doItemsLayout();
}

} // namespace salon::client
