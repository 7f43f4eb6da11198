// SPDX-License-Identifier: MIT
#include "client/ui/member_panel.h"

#include "client/ui/initials_avatar.h"
#include "client/ui/row_delegate.h"
#include "client/ui/text_label.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"

#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kUserRole = Qt::UserRole;
constexpr int kNoteRole = Qt::UserRole + 1;
constexpr int kRowHeight = 40;
constexpr int kAvatar = 28;

class MemberDelegate final : public RowDelegate {
public:
    explicit MemberDelegate(QObject *parent) : RowDelegate(kRowHeight, parent) { }

protected:
    void paintContent(QPainter &painter, const QRect &content, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const override
    {
        const Theme &theme = Theme::current();
        const QString name = index.data().toString();
        const int size = theme.scaled(kAvatar);
        const QRect circle(content.left(), content.center().y() - size / 2 + 1, size, size);
        drawInitialsAvatar(&painter, QStyle::visualRect(option.direction, content, circle),
                           UserId{index.data(kUserRole).toLongLong()}, name);

        const QString note = index.data(kNoteRole).toString();
        painter.setFont(theme.secondaryText.font);
        const int noteWidth =
            note.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(note) + 8;
        const auto side = [&option](Qt::Alignment alignment) {
            return int(QStyle::visualAlignment(option.direction, alignment | Qt::AlignVCenter))
                | Qt::TextSingleLine;
        };
        painter.setPen(theme.secondary);
        painter.drawText(content, side(Qt::AlignRight), note);
        const QRect rect = QStyle::visualRect(option.direction, content,
                                              content.adjusted(size + 10, 0, -noteWidth, 0));
        painter.setFont(theme.roomList.font);
        painter.setPen(theme.text);
        painter.drawText(
            rect, side(Qt::AlignLeft),
            painter.fontMetrics().elidedText(drawable(name), Qt::ElideRight, rect.width()));
    }
};

} // namespace

MemberPanel::MemberPanel(QWidget *parent)
    : QWidget(parent), m_title(new TextLabel(TextKind::SectionLabel, {}, this)),
      m_problem(new TextLabel(TextKind::Secondary, {}, this)), m_list(new QListView(this)),
      m_model(new QStandardItemModel(this))
{
    setObjectName(u"memberPanel"_s);
    m_title->setObjectName(u"memberCount"_s);
    m_problem->setObjectName(u"memberProblem"_s);
    m_problem->setWordWrap(true);
    m_problem->setContentsMargins(16, 8, 16, 8);
    m_problem->hide();
    m_title->setContentsMargins(16, 16, 16, 8);
    m_list->setObjectName(u"memberList"_s);
    m_list->setAccessibleName(tr("Members"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setItemDelegate(new MemberDelegate(this));
    m_list->setModel(m_model);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_title);
    column->addWidget(m_problem);
    column->addWidget(m_list, 1);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &MemberPanel::followTheme);
    followTheme();
    setMembers({});
}

void MemberPanel::setMembers(const QList<MemberRow> &members, bool hasMore)
{
    m_problem->hide();
    m_model->clear();
    for (const MemberRow &member : members) {
        auto *item = new QStandardItem(member.name);
        item->setToolTip(member.name);
        item->setData(member.user.value, kUserRole);
        item->setData(member.isSelf        ? tr("you")
                          : member.isOwner ? tr("owner")
                                           : QString(),
                      kNoteRole);
        m_model->appendRow(item);
    }
    m_title->setText(hasMore                   ? tr("More than %1 members").arg(members.size())
                         : members.size() == 1 ? tr("1 member")
                                               : tr("%1 members").arg(members.size()));
}

void MemberPanel::clear()
{
    m_problem->hide();
    m_model->clear();
    m_title->setText(tr("Members"));
}

void MemberPanel::setProblem(const ErrorSentence &problem)
{
    clear();
    const QString detail = problem.detail();
    m_problem->setText(detail.isEmpty() ? problem.text() : problem.text() + u'\n' + detail);
    m_problem->show();
}

int MemberPanel::count() const
{
    return m_model->rowCount();
}

void MemberPanel::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.sidebar);
    painter.fillRect(QRect(layoutDirection() == Qt::LeftToRight ? 0 : width() - 1, 0, 1, height()),
                     theme.hairline);
}

void MemberPanel::followTheme()
{
    QPalette colors = m_list->palette();
    colors.setColor(QPalette::Base, Theme::current().sidebar);
    m_list->setPalette(colors);
    m_list->doItemsLayout();
}

} // namespace salon::client
