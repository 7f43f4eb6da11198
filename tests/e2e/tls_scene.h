// SPDX-License-Identifier: MIT
#pragma once
#include "tests/support/salond_process.h"
#include "tests/support/tls_proxy.h"
#include "tests/support/window_user.h"
#include <QLabel>

namespace salon::test {

template <class T>
T *visibleIn(QWidget *owner, const QString &name)
{
    auto *found = owner ? owner->findChild<T *>(name) : nullptr;
    return found && found->isVisible() ? found : nullptr;
}
//! Of all labels that can be seen, without marks of direction.
QString allTexts(QWidget *owner);

//! Ada, who has an account on a salond behind TLS; what the salond heard is looked at.
class TlsScene {
protected:
    static constexpr int kPatienceMs = 20'000;
    const QString kPassword = QStringLiteral("correct horse 7");

    void begin(); //!< once
    //! For each case: the line, with a certificate that this computer trusts, and a new profile.
    void open();
    void close() { m_ada.reset(); }
    QString address(const QString &scheme = QStringLiteral("https"),
                    const QString &host = QStringLiteral("localhost")) const
    {
        return QStringLiteral("%1://%2:%3").arg(scheme, host).arg(m_proxy->serverPort());
    }
    void signIn(const QString &server);
    //! Words that stand below the server's address, at the log-in.
    void expectError(const QString &words);
    void expectNothingHeard();
    QString accountText();
    //! Opens the panel of the connection.
    QString connectionFacts();
    //! One in the dark, and one in the light.
    void savePicture(QWidget *widget, const QString &name);

    TestAuthority m_authority;
    std::unique_ptr<SalondProcess> m_salond;
    std::unique_ptr<TlsProxy> m_proxy;
    std::unique_ptr<WindowUser> m_ada;
};

} // namespace salon::test
