// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include <QObject>
#include <QString>

namespace salon::client {

//! What may be meant by what somebody began to type.
struct Completion {
    QString text; //!< takes the place of all that was typed, its mark included
    QString picture; //!< an emoji or a sign, may be empty
    QString label;
    QString detail; //!< smaller, beside the label
    UserId person = {}; //!< whose round picture stands there instead
    QString name = {}; //!< of whom its letters are
    QString icon = {}; //!< or a line icon
};

//! Knows the words that begin with one mark.
class CompletionSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    //! ":", "@" or "#".
    virtual QChar mark() const = 0;
    //! What it lists, for those who hear it.
    virtual QString title() const = 0;
    //! With how many characters behind the mark it begins.
    virtual qsizetype least() const { return 0; }
    virtual bool isPart(QChar c) const = 0;
    //! Best first. `typed` is what stands behind the mark.
    virtual QList<Completion> find(const QString &typed) = 0;
    //! The text of what was typed in full, with a mark at its end as well; empty for none.
    virtual QString closed(const QString &typed)
    {
        Q_UNUSED(typed);
        return {};
    }
    //! That one was taken.
    virtual void take(const QString &text) { Q_UNUSED(text); }

Q_SIGNALS:
    //! It knows more now.
    void changed();
};

} // namespace salon::client
