// SPDX-License-Identifier: MIT
#include "client/ui/people_dialog.h"

#include "client/state/presence_state.h"
#include "client/ui/empty_state.h"
#include "client/ui/notice_bar.h"
#include "client/ui/person_delegate.h"
#include "client/ui/person_item.h"
#include "client/ui/presence_in_list.h"
#include "client/ui/text_label.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QStandardItemModel>

using namespace Qt::StringLiterals;

namespace salon::client {

PeopleDialog::PeopleDialog(const Purpose &purpose, QWidget *parent)
    : QDialog(parent), m_filter(new QLineEdit(this)), m_notice(new NoticeBar(this)),
      m_list(new QListView(this)), m_empty(new EmptyState(this)), m_stack(new QStackedWidget(this)),
      m_names(new TextLabel(TextKind::Secondary, {}, this)),
      m_submit(new QPushButton(purpose.submit, this)), m_model(new QStandardItemModel(this)),
      m_filtered(new QSortFilterProxyModel(this)), m_most(purpose.most)
{
    setObjectName(u"peopleDialog"_s);
    setWindowTitle(purpose.title);
    m_filter->setObjectName(u"peopleFilter"_s);
    m_filter->setPlaceholderText(tr("Filter by name"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(lineIcon(u"search"_s), QLineEdit::LeadingPosition);
    m_list->setObjectName(u"peopleList"_s);
    m_list->setAccessibleName(tr("People of this server"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    auto *delegate = new PersonDelegate(this);
    delegate->setInset(0); // begins where the field above does
    m_list->setItemDelegate(delegate);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filtered->setSourceModel(m_model);
    m_list->setModel(m_filtered);
    m_names->setObjectName(u"peopleNames"_s);
    m_names->setElided(true);
    m_submit->setObjectName(u"peopleSubmit"_s);
    setButtonRole(m_submit, ButtonRole::Primary);
    build(purpose);
    connectParts();
    ticked();
}

void PeopleDialog::build(const Purpose &purpose)
{
    constexpr QSize kSize(420, 520);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"peopleCancel"_s);
    cancel->setAutoDefault(false);
    connect(cancel, &QPushButton::clicked, this, &PeopleDialog::reject);
    auto *sentence = new TextLabel(TextKind::Secondary, purpose.sentence, this);
    sentence->setWordWrap(true);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_names, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_submit);
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(3 * Theme::kStep);
    column->addWidget(new TextLabel(TextKind::Title, purpose.title, this));
    column->addWidget(sentence);
    column->addWidget(m_filter);
    column->addWidget(m_notice);
    column->addWidget(m_stack, 1);
    column->addLayout(buttons);
    resize(kSize);
}

void PeopleDialog::connectParts()
{
    connect(m_filter, &QLineEdit::textChanged, this, &PeopleDialog::filter);
    connect(m_model, &QStandardItemModel::itemChanged, this, &PeopleDialog::ticked);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &PeopleDialog::ticked);
    connect(m_submit, &QPushButton::clicked, this, &PeopleDialog::submit);
}

void PeopleDialog::setPresence(PresenceState &presence)
{
    m_presence = &presence;
    new PresenceInList(m_list, presence);
}

void PeopleDialog::setPeople(QList<protocol::User> people)
{
    std::ranges::sort(people, [](const protocol::User &a, const protocol::User &b) {
        return QString::localeAwareCompare(a.displayName.toCaseFolded(),
                                           b.displayName.toCaseFolded())
            < 0;
    });
    m_model->clear();
    for (const protocol::User &person : people) {
        auto *item = new PersonItem(person.id, person.displayName, person.name,
                                    m_presence ? &m_presence->people() : nullptr);
        item->setCheckable(true);
        m_model->appendRow(item);
    }
    m_isThere = true;
    filter(m_filter->text());
}

void PeopleDialog::filter(const QString &text)
{
    m_filtered->setFilterFixedString(text.trimmed());
    m_list->setCurrentIndex(m_filtered->index(0, 0));
    ticked();
}

QList<UserId> PeopleDialog::people() const
{
    QList<UserId> people;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QStandardItem *item = m_model->item(row);
        if (item->checkState() == Qt::Checked)
            people.append(UserId{item->data(PersonDelegate::UserRole).toLongLong()});
    }
    const QModelIndex current = m_list->currentIndex();
    if (people.isEmpty() && current.isValid())
        people.append(UserId{current.data(PersonDelegate::UserRole).toLongLong()});
    return people;
}

void PeopleDialog::ticked()
{
    QStringList names;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_model->item(row)->checkState() == Qt::Checked)
            names.append(isolated(m_model->item(row)->text()));
    }
    const bool areTooMany = names.size() > m_most;
    m_names->setText(areTooMany ? tr("At most %1 people").arg(m_most) : names.join(tr(", ")));
    m_submit->setEnabled(!m_isBusy && !areTooMany && !people().isEmpty());
    showWhatIsThere();
}

void PeopleDialog::showWhatIsThere()
{
    if (!m_isThere)
        m_empty->setContent(u"users"_s, tr("Fetching the people…"), tr("One moment."));
    else if (m_model->rowCount() == 0)
        m_empty->setContent(u"users"_s, tr("There is nobody else to choose"),
                            tr("The people who run the server make accounts."));
    else
        m_empty->setContent(u"search"_s, tr("Nobody has this in their name"),
                            tr("Try fewer letters."));
    m_stack->setCurrentWidget(m_filtered->rowCount() > 0 ? static_cast<QWidget *>(m_list)
                                                         : m_empty);
}

void PeopleDialog::submit()
{
    if (m_isBusy)
        return;
    const QList<UserId> who = people();
    setBusy(true);
    Q_EMIT chosen(who);
}

void PeopleDialog::showError(const ErrorSentence &error)
{
    setBusy(false);
    m_notice->showError(error);
}

void PeopleDialog::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    m_list->setEnabled(!isBusy);
    ticked();
}

} // namespace salon::client
