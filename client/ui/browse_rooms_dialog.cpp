// SPDX-License-Identifier: MIT
#include "client/ui/browse_rooms_dialog.h"

#include "client/model/public_rooms_model.h"
#include "client/ui/empty_state.h"
#include "client/ui/notice_bar.h"
#include "client/ui/row_delegate.h"
#include "client/ui/text_label.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kRowHeight = 52;

class PublicRoomDelegate final : public RowDelegate {
public:
    explicit PublicRoomDelegate(QObject *parent) : RowDelegate(kRowHeight, parent)
    {
        setInset(0); // begins where the field above does
    }

protected:
    void paintContent(QPainter &painter, const QRect &content, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const override
    {
        const Theme &theme = Theme::current();
        const bool isMember = index.data(PublicRoomsModel::MemberRole).toBool();
        const QString topic = drawable(index.data(PublicRoomsModel::TopicRole).toString());
        const int icon = theme.scaled(18);
        const auto mirrored = [&](const QRect &rect) {
            return QStyle::visualRect(option.direction, content, rect);
        };
        const int side =
            int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter));
        lineIcon(u"hash"_s).paint(
            &painter, mirrored(QRect(content.left(), content.center().y() - icon / 2, icon, icon)));
        QRect text = content.adjusted(icon + 12, 0, 0, 0);
        if (isMember) {
            lineIcon(u"check"_s, Tint::Success)
                .paint(&painter,
                       mirrored(QRect(content.right() - icon, content.center().y() - icon / 2, icon,
                                      icon)));
            text.setRight(content.right() - icon - 8);
        }
        const int height = theme.roomList.line + (topic.isEmpty() ? 0 : theme.secondaryText.line);
        QRect line(text.left(), content.center().y() - height / 2, text.width(),
                   theme.roomList.line);
        painter.setFont(theme.roomListUnread.font);
        painter.setPen(theme.text);
        painter.drawText(mirrored(line), side,
                         painter.fontMetrics().elidedText(drawable(index.data().toString()),
                                                          Qt::ElideRight, line.width()));
        line.translate(0, theme.roomList.line);
        line.setHeight(theme.secondaryText.line);
        painter.setFont(theme.secondaryText.font);
        painter.setPen(theme.secondary);
        painter.drawText(mirrored(line), side,
                         painter.fontMetrics().elidedText(topic, Qt::ElideRight, line.width()));
    }
};

} // namespace

BrowseRoomsDialog::BrowseRoomsDialog(QWidget *parent)
    : QDialog(parent), m_filter(new QLineEdit(this)), m_notice(new NoticeBar(this)),
      m_list(new QListView(this)), m_empty(new EmptyState(this)), m_stack(new QStackedWidget(this)),
      m_join(new QPushButton(tr("Join"), this)), m_filtered(new QSortFilterProxyModel(this))
{
    setObjectName(u"browseRoomsDialog"_s);
    setWindowTitle(tr("Browse rooms"));
    m_filter->setObjectName(u"browseFilter"_s);
    m_filter->setPlaceholderText(tr("Filter by name"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(lineIcon(u"search"_s), QLineEdit::LeadingPosition);
    m_list->setObjectName(u"browseList"_s);
    m_list->setAccessibleName(tr("Rooms of this server"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setItemDelegate(new PublicRoomDelegate(this));
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filtered->setSortCaseSensitivity(Qt::CaseInsensitive);
    m_filtered->setSortLocaleAware(true);
    m_list->setModel(m_filtered);
    m_join->setObjectName(u"browseJoin"_s);
    setButtonRole(m_join, ButtonRole::Primary);
    build();

    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filtered->setFilterFixedString(text.trimmed());
        m_list->setCurrentIndex(m_filtered->index(0, 0));
        showWhatIsThere();
    });
    connect(m_list, &QListView::doubleClicked, this, &BrowseRoomsDialog::activate);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &BrowseRoomsDialog::currentMoved);
    connect(m_join, &QPushButton::clicked, this, [this] { activate(m_list->currentIndex()); });
    connect(m_empty, &EmptyState::actionTriggered, this, &BrowseRoomsDialog::createRequested);
    showWhatIsThere();
}

void BrowseRoomsDialog::build()
{
    constexpr QSize kSize(480, 520);
    auto *cancel = new QPushButton(tr("Close"), this);
    cancel->setObjectName(u"browseClose"_s);
    cancel->setAutoDefault(false);
    connect(cancel, &QPushButton::clicked, this, &BrowseRoomsDialog::reject);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_join);
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(3 * Theme::kStep);
    column->addWidget(new TextLabel(TextKind::Title, tr("Rooms of this server"), this));
    column->addWidget(m_filter);
    column->addWidget(m_notice);
    column->addWidget(m_stack, 1);
    column->addLayout(buttons);
    resize(kSize);
}

void BrowseRoomsDialog::setRooms(QAbstractItemModel *rooms)
{
    m_filtered->setSourceModel(rooms);
    m_filtered->sort(0);
    m_list->setCurrentIndex(m_filtered->index(0, 0));
    showWhatIsThere();
}

void BrowseRoomsDialog::showWhatIsThere()
{
    if (!m_filtered->sourceModel())
        m_empty->setContent(u"compass"_s, tr("Fetching the rooms…"), tr("One moment."));
    else if (m_filtered->sourceModel()->rowCount() == 0)
        m_empty->setContent(u"messages-square"_s, tr("No rooms yet"),
                            tr("Be the first to make one."), tr("Create a room"));
    else
        m_empty->setContent(u"search"_s, tr("No room has this in its name"),
                            tr("Try fewer letters, or make the room."), tr("Create a room"));
    m_stack->setCurrentWidget(m_filtered->rowCount() > 0 ? static_cast<QWidget *>(m_list)
                                                         : m_empty);
    currentMoved();
}

void BrowseRoomsDialog::currentMoved()
{
    const QModelIndex index = m_list->currentIndex();
    m_join->setEnabled(index.isValid() && !m_isBusy);
    m_join->setText(index.data(PublicRoomsModel::MemberRole).toBool() ? tr("Open") : tr("Join"));
}

void BrowseRoomsDialog::activate(const QModelIndex &index)
{
    if (!index.isValid() || m_isBusy)
        return;
    const RoomId room{index.data(PublicRoomsModel::RoomIdRole).toLongLong()};
    if (index.data(PublicRoomsModel::MemberRole).toBool()) {
        Q_EMIT openRequested(room);
        return accept();
    }
    setBusy(true);
    Q_EMIT joinRequested(room);
}

void BrowseRoomsDialog::showError(const ErrorSentence &error)
{
    setBusy(false);
    m_notice->showError(error);
}

void BrowseRoomsDialog::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    m_list->setEnabled(!isBusy);
    currentMoved();
}

} // namespace salon::client
