// SPDX-License-Identifier: MIT
#include "client/ui/day_dialog.h"

#include "client/ui/day_calendar.h"
#include "client/ui/text_label.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

QToolButton *monthButton(const QString &name, const QString &icon, const QString &what,
                         QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(name);
    button->setAutoRaise(true);
    button->setIcon(lineIcon(icon));
    button->setToolTip(what);
    button->setAccessibleName(what);
    return button;
}

} // namespace

DayDialog::DayDialog(QDate today, QWidget *parent)
    : FormDialog(parent), m_calendar(new DayCalendar(today, this)),
      m_month(new TextLabel(TextKind::RoomList, {}, this)),
      m_before(monthButton(u"monthBefore"_s, u"chevron-left"_s, tr("The month before"), this)),
      m_after(monthButton(u"monthAfter"_s, u"chevron-right"_s, tr("The month after"), this)),
      m_note(new TextLabel(TextKind::Secondary, {}, this))
{
    setObjectName(u"dayDialog"_s);
    setWindowTitle(tr("Go to a day"));
    build();
    connect(m_before, &QToolButton::clicked, this, [this] { step(-1); });
    connect(m_after, &QToolButton::clicked, this, [this] { step(1); });
    connect(m_calendar, &QCalendarWidget::currentPageChanged, this, &DayDialog::showMonth);
    connect(m_calendar, &QCalendarWidget::activated, this, &DayDialog::chosen);
    showMonth();
}

void DayDialog::build()
{
    m_calendar->setObjectName(u"dayCalendar"_s);
    m_month->setObjectName(u"dayMonth"_s);
    m_month->setAlignment(Qt::AlignCenter);
    m_note->setObjectName(u"dayNote"_s);
    m_note->setWordWrap(true);
    m_note->hide();
    auto *go = new QPushButton(tr("Go there"), this);
    go->setObjectName(u"daySubmit"_s);
    setButtonRole(go, ButtonRole::Primary);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"dayCancel"_s);
    cancel->setAutoDefault(false);
    auto *months = new QHBoxLayout;
    months->addWidget(m_before);
    months->addWidget(m_month, 1);
    months->addWidget(m_after);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(go);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(3 * Theme::kStep);
    column->addWidget(new TextLabel(TextKind::Title, tr("Go to a day"), this));
    column->addLayout(months);
    column->addWidget(m_calendar);
    column->addWidget(m_note);
    column->addLayout(buttons);
    m_calendar->setFocus();
    connect(cancel, &QPushButton::clicked, this, &DayDialog::reject);
    connect(go, &QPushButton::clicked, this, [this] { Q_EMIT chosen(m_calendar->selectedDate()); });
}

void DayDialog::begin()
{
    m_asked.clear();
    showMonth();
}

void DayDialog::step(int months)
{
    if (months < 0)
        m_calendar->showPreviousMonth();
    else
        m_calendar->showNextMonth();
}

void DayDialog::showMonth()
{
    const QDate month(m_calendar->yearShown(), m_calendar->monthShown(), 1);
    m_month->setText(locale().toString(month, u"MMMM yyyy"_s));
    m_after->setEnabled(month.addMonths(1) <= m_calendar->maximumDate());
    if (m_asked.contains(month))
        return;
    m_asked.insert(month);
    Q_EMIT monthShown(month);
}

QList<Timestamp> DayDialog::dayStarts(QDate month)
{
    QList<Timestamp> starts;
    for (QDate day = month; day <= month.addMonths(1); day = day.addDays(1))
        starts.append(day.startOfDay().toMSecsSinceEpoch());
    return starts;
}

void DayDialog::setMoments(QDate month, const QList<Seq> &first, bool isWhole)
{
    QSet<QDate> marked = m_calendar->marked();
    for (int i = 0; i + 1 < first.size(); ++i) {
        const QDate day = month.addDays(i);
        m_first.insert(day, first[i]);
        if (first[i] > 0 && first[i] != first[i + 1])
            marked.insert(day);
    }
    m_calendar->setMarked(marked);
    tell(isWhole ? QString()
                 : tr("Without a connection, only days of which something is kept on this "
                      "computer are marked."));
}

void DayDialog::showError(const ErrorSentence &error)
{
    tell(error.text());
}

void DayDialog::tell(const QString &text)
{
    m_note->setText(text);
    m_note->setVisible(!text.isEmpty());
}

std::optional<Seq> DayDialog::firstOn(QDate day) const
{
    const auto found = m_first.constFind(day);
    return found == m_first.constEnd() ? std::nullopt : std::optional(*found);
}

} // namespace salon::client
