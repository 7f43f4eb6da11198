// SPDX-License-Identifier: MIT
#pragma once
#include "server/dispatch/hello_pace.h"
#include "server/dispatch/presence_settings.h"
#include "server/net/net_settings.h"
#include "server/operation/slow_log.h"
#include "server/service/login_throttle.h"
#include "server/service/password_hasher.h"
#include "shared/base/result.h"
#include "shared/wire/limits.h"
#include <QStringList>

namespace salon::server {

//! All that an operator can set; the defaults run without any file.
struct Settings {
    QString listenHost = QStringLiteral("127.0.0.1");
    quint16 listenPort = 8008;
    QString dataFolder; //!< empty: the platform's place for a program's data
    QString name = QStringLiteral("Salon");
    QStringList defaultRooms{QStringLiteral("general")};
    qint64 sessionLifeMs = 30LL * 24 * 3600 * 1000;
    qint64 readers = 2;
    qint64 ioThreads = 0; //!< 0: one for each two processors
    QString logLevels = QStringLiteral("info");
    wire::Limits limits;
    NetSettings net;
    PasswordHasher::Settings hasher;
    LoginThrottle::Settings throttle;
    SlowLog::Settings slow;
    HelloPace::Settings hellos;
    PresenceSettings presence;

    //! The folder in force.
    QString folder() const;
    //! "HOST:PORT", an IPv6 address in brackets.
    QString listenAddress() const;
    //! Sets host and port of "HOST:PORT". `path` names the source.
    Result<> setListen(const QString &address, const QString &path);
    //! "30d", "12h", "45m" or "90s"; up to ten years.
    Result<> setSessionLife(const QString &life);
    QString sessionLife() const; //!< as setSessionLife() takes it, in the largest unit that fits
    Result<> setTrustedProxies(const QStringList &texts);
    bool isLoopbackOnly() const;
    size_t ioThreadCount() const; //!< the number in force
    //! Whether the values fit each other. The error's path is the key.
    Result<> check() const;

private:
    Result<> checkTls() const;
};

//! Reads the TOML file (none when empty), then the environment's SALOND_SECTION_KEY over it. The
//! error names file, line, key and what was expected.
Result<Settings> loadSettings(const QString &file, const QStringList &environment);
//! Every key with its documentation and the value in force, as TOML that can be read back.
QString printSettings(const Settings &settings);
//! The page of the administrator's guide: every key, what it means, what it may be, its default and
//! its variable of the environment.
QString settingsMarkdown();

} // namespace salon::server
