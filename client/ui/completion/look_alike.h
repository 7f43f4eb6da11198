// SPDX-License-Identifier: MIT
#pragma once
#include <QString>

namespace salon::client {

//! Somebody began to type this: is it how a name begins, as people see it? Letters of other scripts
//! stand for those that look like them, by the rule by which the server keeps names apart.
class LookAlike {
public:
    //! In the form that comparedForm() gives, as all that is compared with it.
    explicit LookAlike(const QString &typed);
    bool begins(QStringView text) const;

private:
    QString m_look;
};

} // namespace salon::client
