// SPDX-License-Identifier: MIT
#pragma once
#include <QSet>
#include <QString>
#include <array>
#include <string_view>

//! Which failure of the catalogue is caused where. A test that is named here fails when it has not
//! brought each of its own onto the screen; a row of the catalogue that stands nowhere here fails
//! tst_failure_catalogue.
namespace salon::test {

//! tests/e2e/tst_failures_on_the_way.cpp
inline constexpr std::array<std::string_view, 33> kInjectedOnTheWay{
    "name_not_found",
    "refused",
    "timed_out",
    "no_network",
    "hung_up",
    "broken_off",
    "fell_silent",
    "not_encrypted",
    "tls_wanted",
    "tls_missing",
    "tls_failed",
    "certificate_name",
    "certificate_expired",
    "certificate_not_yet_valid",
    "certificate_self_signed",
    "certificate_unknown_issuer",
    "certificate_changed",
    "certificate_invalid",
    "proxy_not_found",
    "proxy_refused",
    "proxy_silent",
    "proxy_wants_password",
    "proxy_forbids",
    "redirected",
    "gateway_refuses",
    "gateway_down",
    "line_not_passed_on",
    "not_a_salon_server",
    "server_too_old",
    "server_too_new",
    "protocol_version",
    "reply_not_understood",
    "clock_wrong",
};

//! tests/e2e/tst_failures_of_the_server.cpp: by a real salond where one can be made to say it, else
//! by one that is scripted.
inline constexpr std::array<std::string_view, 35> kInjectedByServer{
    "storage_full",
    "storage_failed",
    "busy",
    "not_a_member",
    "name_taken",
    "name_not_allowed",
    "key_reused",
    "wrong_password",
    "account_disabled",
    "password_too_short",
    "password_too_common",
    "origin_not_allowed",
    "too_many_sockets",
    "setup_done",
    "wrong_setup_code",
    "setup_code_expired",
    "too_many_passwords",
    "too_many_codes",
    "bad_request",
    "unknown_kind",
    "unsupported_protocol",
    "unauthorized",
    "session_expired",
    "session_revoked",
    "forbidden",
    "not_found",
    "conflict",
    "method_not_allowed",
    "too_large",
    "rate_limited",
    "unavailable",
    "stopping",
    "internal",
    "slow_consumer",
    "protocol_error",
};

//! tests/e2e/tst_failures_of_this_computer.cpp
inline constexpr std::array<std::string_view, 17> kInjectedHere{
    "text_not_stored",    "local_disk_full", "local_not_writable",   "local_locked",
    "local_too_new",      "local_damaged",   "cache_disk_full",      "cache_failed",
    "cache_damaged",      "profile_in_use",  "profile_not_writable", "profile_not_made",
    "keychain_refused",   "keychain_silent", "session_unreadable",   "session_not_remembered",
    "unsent_left_behind",
};

//! What no test can cause, and why.
struct NotInjected {
    std::string_view id;
    std::string_view why;
};
inline constexpr std::array kNotInjected{
    NotInjected{"certificate_revoked",
                "OpenSSL asks no list of withdrawn certificates; Qt's own list names some whose "
                "keys nobody here has. Windows and macOS tell it."},
    NotInjected{"unknown",
                "It is what is said when nothing else fits: every test of this kind fails when it "
                "appears."},
};

//! The rows of the catalogue that a test has seen on the screen.
class ShownFailures {
public:
    void add(const QString &id) { m_ids.insert(id); }
    //! Of those that are this test's: what was not shown, apart by spaces.
    template <class Registered>
    QString missing(const Registered &registered) const
    {
        QStringList missing;
        for (const std::string_view id : registered) {
            const QString text = QString::fromLatin1(id.data(), qsizetype(id.size()));
            if (!m_ids.contains(text))
                missing.append(text);
        }
        return missing.join(u' ');
    }

private:
    QSet<QString> m_ids;
};

//! The row's id in the small line below a sentence.
inline QString idIn(const QString &detail)
{
    return detail.split(QStringLiteral(" · ")).value(1);
}

} // namespace salon::test
