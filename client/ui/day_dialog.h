// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/error_sentences.h"
#include "client/ui/form_dialog.h"
#include "shared/base/ids.h"
#include <QDate>
#include <QHash>

class QToolButton;

namespace salon::client {

class DayCalendar;
class TextLabel;

//! Lets somebody choose a day of a room; those on which something was said are marked, month by
//! month as they are looked at.
class DayDialog : public FormDialog {
    Q_OBJECT
public:
    DayDialog(QDate today, QWidget *parent = nullptr);

    //! Asks for the month that is shown.
    void begin();
    //! The beginnings of the month's days and of the first one after it.
    static QList<Timestamp> dayStarts(QDate month);
    //! The first message at or after each of dayStarts(), 0 for none. Only what is kept on this
    //! computer may have been looked at.
    void setMoments(QDate month, const QList<Seq> &first, bool isWhole);
    void showError(const ErrorSentence &error);
    //! The first message of that day or after it, 0 for none; nothing while that is not known.
    std::optional<Seq> firstOn(QDate day) const;

Q_SIGNALS:
    void monthShown(QDate first);
    void chosen(QDate day);

private:
    void build();
    void showMonth();
    void step(int months);
    void tell(const QString &text);

    DayCalendar *m_calendar;
    TextLabel *m_month;
    QToolButton *m_before;
    QToolButton *m_after;
    TextLabel *m_note;
    QHash<QDate, Seq> m_first;
    QSet<QDate> m_asked; //!< months
};

} // namespace salon::client
