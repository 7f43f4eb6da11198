// SPDX-License-Identifier: MIT
#include "client/state/session_vault.h"
#include "client/platform/window_thread.h"
#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qint64 kLongest = 64 * 1024;
constexpr auto kOwnerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

bool store(const QString &path, const QByteArray &bytes)
{
    mayBlock("the session's file");
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    // Before there is anything to read in it.
    if (!file.setPermissions(kOwnerOnly))
        return false;
    file.write(bytes);
    return file.commit();
}

} // namespace

struct SessionVault::Remembered {
    QString server;
    protocol::User user;
    Timestamp expiresAt = 0;
    std::optional<QString> token;
    std::optional<QString> key;
    static constexpr auto fields()
    {
        return std::tuple{wire::field("server", &Remembered::server, "Its address"),
                          wire::field("user", &Remembered::user, "Whose session"),
                          wire::field("expires_at", &Remembered::expiresAt, "UTC milliseconds"),
                          wire::field("token", &Remembered::token, "Unless the keychain has it"),
                          wire::field("key", &Remembered::key, "Of the entry in the keychain")};
    }
    Account account(const QString &secret) const { return {QUrl(server), user, secret, expiresAt}; }
};

SessionVault::SessionVault(const QString &folder, std::unique_ptr<Keychain> keychain,
                           QObject *parent)
    : QObject(parent), m_path(folder + u"/session.json"_s), m_keychain(std::move(keychain))
{
    m_disk.setMaxThreadCount(1);
}

//! What the file says; nothing where it is not there, or says nothing that can be read.
std::optional<SessionVault::Remembered> SessionVault::readFile(const QString &path)
{
    mayBlock("the session's file");
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    wire::JsonParser parser;
    const QByteArray bytes = file.read(kLongest);
    const auto json = parser.parse(bytes);
    if (!json)
        return {};
    const auto found = wire::decoded<Remembered>(*json, {});
    if (!found)
        return {};
    if (found->token)
        file.setPermissions(kOwnerOnly); // a copy from a backup may be open to all
    return *found;
}

void SessionVault::load(Loaded loaded)
{
    m_disk.start([this, path = m_path, loaded = std::move(loaded), turn = m_turn] {
        const auto found = readFile(path);
        const bool isThere = found || QFile::exists(path);
        QMetaObject::invokeMethod(
            this,
            [this, found, isThere, loaded, turn] {
                if (turn != m_turn) // what was saved meanwhile is newer
                    return loaded({}, SessionPlace::Nowhere);
                m_loss = found || !isThere ? SessionLoss::None : SessionLoss::Unreadable;
                if (!found)
                    return loaded({}, SessionPlace::Nowhere);
                take(*found, loaded);
            },
            Qt::QueuedConnection);
    });
}

void SessionVault::take(const Remembered &found, const Loaded &loaded)
{
    m_key = found.key.value_or(QString());
    if (found.token)
        return loaded(found.account(*found.token), SessionPlace::File);
    if (!m_keychain || m_key.isEmpty()) {
        m_loss = m_key.isEmpty() ? SessionLoss::Unreadable : SessionLoss::KeychainSilent;
        return loaded({}, SessionPlace::Nowhere);
    }
    connect(m_keychain.get(), &Keychain::cameLate, this,
            [this, found, turn = m_turn](const QString &key, const QByteArray &secret) {
                if (turn == m_turn && key == m_key)
                    Q_EMIT foundLate(found.account(QString::fromUtf8(secret)));
            });
    m_keychain->read(m_key, [this, loaded, found](const std::optional<QByteArray> &secret) {
        if (secret)
            return loaded(found.account(QString::fromUtf8(*secret)), SessionPlace::Keychain);
        m_loss = SessionLoss::KeychainSilent;
        loaded({}, SessionPlace::Nowhere);
    });
}

void SessionVault::save(const Account &account, std::function<void(SessionPlace)> saved)
{
    const qint64 turn = ++m_turn;
    const auto keepInFile = [this, account, saved] {
        writeFile(account, m_key, true, [saved](bool written) {
            saved(written ? SessionPlace::File : SessionPlace::Nowhere);
        });
    };
    if (!m_keychain)
        return keepInFile();
    if (m_key.isEmpty())
        m_key = account.user.name + u" "_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    m_keychain->write(m_key, account.token.toUtf8(),
                      [this, account, saved, keepInFile, turn](bool stored) {
                          if (turn != m_turn)
                              return;
                          m_wasRefused = !stored;
                          if (!stored)
                              return keepInFile();
                          writeFile(account, m_key, false, [saved](bool written) {
                              saved(written ? SessionPlace::Keychain : SessionPlace::Nowhere);
                          });
                      });
}

void SessionVault::writeFile(const Account &account, const QString &key, bool withToken,
                             std::function<void(bool)> written)
{
    Remembered remembered{account.server.toString(), account.user, account.expiresAt, {}, {}};
    if (withToken)
        remembered.token = account.token;
    if (!key.isEmpty())
        remembered.key = key;
    m_disk.start([this, path = m_path, bytes = wire::encoded(remembered), written, turn = m_turn] {
        const bool stored = store(path, bytes);
        QMetaObject::invokeMethod(
            this,
            [this, written, stored, turn] {
                if (turn == m_turn)
                    written(stored);
            },
            Qt::QueuedConnection);
    });
}

void SessionVault::clear()
{
    ++m_turn;
    if (m_keychain && !m_key.isEmpty())
        m_keychain->remove(m_key);
    m_key.clear();
    m_disk.start([path = m_path] { QFile::remove(path); });
}

} // namespace salon::client
