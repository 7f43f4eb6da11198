// SPDX-License-Identifier: MIT
#include "client/state/session_vault.h"
#include <QFile>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qint64 kLongest = 64 * 1024;

struct Remembered {
    QString server;
    protocol::User user;
    QString token;
    Timestamp expiresAt = 0;
    static constexpr auto fields()
    {
        return std::tuple{wire::field("server", &Remembered::server, "Its address"),
                          wire::field("user", &Remembered::user, "Whose session"),
                          wire::field("token", &Remembered::token, "JSON Web Token"),
                          wire::field("expires_at", &Remembered::expiresAt, "UTC milliseconds")};
    }
};

} // namespace

SessionVault::SessionVault(const QString &folder) : m_path(folder + u"/session.json"_s) {}

std::optional<Account> SessionVault::load() const
{
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    wire::JsonParser parser;
    const QByteArray bytes = file.read(kLongest);
    const auto json = parser.parse(bytes);
    const auto found = json ? wire::decoded<Remembered>(*json, {}) : Result<Remembered>(json.error());
    if (!found)
        return {};
    return Account{QUrl(found->server), found->user, found->token, found->expiresAt};
}

bool SessionVault::save(const Account &account) const
{
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    file.write(wire::encoded(Remembered{account.server.toString(), account.user, account.token,
                                        account.expiresAt}));
    return file.commit();
}

void SessionVault::clear() const
{
    QFile::remove(m_path);
}

} // namespace salon::client
