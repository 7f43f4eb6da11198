// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/connection_failure.h"
#include "client/ui/facts_dialog.h"

class QUrl;

namespace salon::client {

class ServerTrust;

//! Shows the certificate of a server. One that only lacks somebody who vouches for it can be
//! trusted from here, by its fingerprint; one that was trusted can be forgotten.
class CertificateDialog : public FactsDialog {
    Q_OBJECT
public:
    //! `shown` is why the certificate in it was refused, or without a failure that it was accepted.
    CertificateDialog(const QUrl &server, const Failure &shown, ServerTrust &trust,
                      QWidget *parent = nullptr);

Q_SIGNALS:
    void decided(); //!< trusted or forgotten; the dialog closes

private:
    void offer(const QString &text, const QString &name, std::function<void()> act);
};

} // namespace salon::client
