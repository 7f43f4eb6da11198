// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <QObject>
#include <functional>
#include <memory>
#include <optional>

namespace salon::client {

//! A place for secrets outside of the profile. Each call is answered once, later and from the event
//! loop; no call blocks, and none waits longer than `kAnswerMs`.
class Keychain : public QObject {
    Q_OBJECT
public:
    static constexpr int kAnswerMs = 2'000;

    using QObject::QObject;

    //! The keychain of the system: Keychain on macOS, Credential Store on Windows, Secret Service
    //! or KWallet elsewhere. Null where there is none, and when the environment says
    //! SALON_KEYCHAIN=off: for tests, and where nobody can answer a keychain's questions.
    static std::unique_ptr<Keychain> system();

    //! Nothing: not there, or not to be had.
    virtual void read(const QString &key,
                      std::function<void(std::optional<QByteArray>)> answer) = 0;
    virtual void write(const QString &key, const QByteArray &secret,
                       std::function<void(bool stored)> answer) = 0;
    virtual void remove(const QString &key) = 0;

Q_SIGNALS:
    //! A read that was given up was answered after all: somebody unlocked the keychain meanwhile.
    void cameLate(const QString &key, const QByteArray &secret);
};

} // namespace salon::client
