// SPDX-License-Identifier: MIT
#pragma once
#include "client/platform/keychain.h"
#include "shared/protocol/entities.h"
#include <QThreadPool>
#include <QUrl>

namespace salon::client {

//! A signed-in account.
struct Account {
    QUrl server;
    protocol::User user;
    QString token;
    Timestamp expiresAt = 0;
};

//! Where the token of the session lies.
enum class SessionPlace {
    Keychain,
    File, //!< readable by its owner only, but not encrypted
    Nowhere, //!< it could not be stored, or there is none
};

//! Why a session of before cannot be taken up.
enum class SessionLoss {
    None,
    Over, //!< its time has passed, by this computer's clock
    Unreadable,
    KeychainSilent, //!< it is in the keychain, which did not give it out
};

//! Remembers the session: its token in the keychain, the rest in session.json of the profile. Where
//! there is no keychain, or none that answers, the token stands in the file too (mode 0600).
class SessionVault : public QObject {
    Q_OBJECT
public:
    //! `keychain` may be null.
    SessionVault(const QString &folder, std::unique_ptr<Keychain> keychain,
                 QObject *parent = nullptr);

    using Loaded = std::function<void(const std::optional<Account> &, SessionPlace)>;
    //! Answers from the event loop; a profile that remembers nothing never asks the keychain.
    void load(Loaded loaded);
    //! Why the last load() found nothing, where there was something.
    SessionLoss loss() const { return m_loss; }
    //! Whether there is a keychain that did not take the last save().
    bool wasRefused() const { return m_wasRefused; }
    void save(const Account &account, std::function<void(SessionPlace)> saved);
    void clear();

Q_SIGNALS:
    //! The keychain was slow to open (somebody had to unlock it): what load() should have found.
    void foundLate(const salon::client::Account &account);

private:
    struct Remembered;
    void writeFile(const Account &account, const QString &key, bool withToken,
                   std::function<void(bool)> written);
    static std::optional<Remembered> readFile(const QString &path);
    //! Goes on with what the file said.
    void take(const Remembered &found, const Loaded &loaded);

    QString m_path;
    std::unique_ptr<Keychain> m_keychain;
    SessionLoss m_loss = SessionLoss::None;
    bool m_wasRefused = false;
    QString m_key; //!< of the keychain's entry, empty when none is in use
    qint64 m_turn = 0; //!< counts save() and clear(): answers to earlier ones come too late
    QThreadPool m_disk; //!< one thread, so that files are written in the order of the calls
};

} // namespace salon::client
