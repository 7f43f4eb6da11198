// SPDX-License-Identifier: MIT
#pragma once
#include <QRegularExpression>
#include <QSet>
#include <QString>
#include <array>
#include <string_view>

//! Which failure of the catalogue is caused where. A test that is named here fails when it has not
//! brought each of its own onto the screen; a row of the catalogue that stands nowhere here fails
//! tst_failure_catalogue.
namespace salon::test {

//! tests/e2e/tst_failures_on_the_way.cpp
inline constexpr std::array<std::string_view, 28> kInjectedOnTheWay{
    "name_not_found",
    "refused",
    "timed_out",
    "no_network",
    "hung_up",
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
    "not_a_salon_server",
    "server_too_old",
    "server_too_new",
    "reply_not_understood",
};

//! tests/e2e/tst_failures_of_a_line.cpp
inline constexpr std::array<std::string_view, 5> kInjectedOnALine{
    "broken_off", "fell_silent", "line_not_passed_on", "protocol_version", "clock_wrong",
};

// What a server answers: by a real salond, each of them.

//! tests/e2e/tst_login_sentences.cpp
inline constexpr std::array<std::string_view, 4> kInjectedAtLogin{
    "wrong_password",
    "account_disabled",
    "too_many_passwords",
    "too_large",
};

//! tests/e2e/tst_first_account.cpp
inline constexpr std::array<std::string_view, 6> kInjectedAtSetUp{
    "setup_done",     "wrong_setup_code",   "setup_code_expired",
    "too_many_codes", "password_too_short", "password_too_common",
};

//! tests/e2e/tst_error_sentences.cpp
inline constexpr std::array<std::string_view, 7> kInjectedInRooms{
    "storage_full",     "storage_failed", "not_a_member", "name_taken",
    "name_not_allowed", "not_found",      "rate_limited",
};

//! tests/e2e/tst_refused_requests.cpp
inline constexpr std::array<std::string_view, 7> kInjectedByRefusal{
    "bad_request", "unknown_kind", "method_not_allowed", "key_reused",
    "busy",        "internal",     "unavailable",
};

//! tests/e2e/tst_closed_lines.cpp
inline constexpr std::array<std::string_view, 8> kInjectedByClosing{
    "origin_not_allowed", "too_many_sockets", "unauthorized",  "session_expired",
    "session_revoked",    "stopping",         "slow_consumer", "protocol_error",
};

//! tests/e2e/tst_jumps.cpp
inline constexpr std::array<std::string_view, 2> kInjectedByJumping{
    "message_not_there",
    "message_not_kept",
};

//! tests/e2e/tst_pinning.cpp
inline constexpr std::array<std::string_view, 1> kInjectedByPinning{
    "too_many_pins",
};

//! tests/e2e/tst_offline_refusals.cpp
inline constexpr std::array<std::string_view, 1> kInjectedByReacting{
    "too_many_reactions",
};

//! tests/e2e/tst_refused_edits.cpp
inline constexpr std::array<std::string_view, 2> kInjectedByEditing{
    "message_deleted",
    "edit_time_over",
};

//! What a test does not cause as it would come about, and why.
struct WithReason {
    std::string_view id;
    std::string_view why;
};

//! tests/e2e/tst_scripted_refusals.cpp: what no real salond can be made to say to this client.
inline constexpr std::array kOnlyScripted{
    WithReason{"forbidden",
               "Whatever salond forbids today has a reason of its own: not a member, an account "
               "that is switched off, an origin."},
    WithReason{"conflict",
               "Each conflict of salond has a reason, too; one that only its database knows is "
               "told as internal, and a password that changed meanwhile is verified again."},
    WithReason{"unsupported_protocol",
               "salond says it to a hello alone, and there the client tells which of both is "
               "older: protocol_version, server_too_old, server_too_new."},
};

//! tests/e2e/tst_scripted_refusals.cpp: what salond refuses to clients that ask for it; this window
//! does not ask yet.
inline constexpr std::array kScriptedReasons{
    WithReason{"not_your_message", "The window asks for it only where salond allows it."},
    WithReason{"not_the_owner", "The window asks for it only where salond allows it."},
    WithReason{"direct_room", "The window asks for it only where salond allows it."},
};

//! tests/e2e/tst_failures_of_this_computer.cpp
inline constexpr std::array<std::string_view, 16> kInjectedHere{
    "text_not_stored",  "local_disk_full", "local_not_writable",   "local_locked",
    "local_too_new",    "local_damaged",   "cache_disk_full",      "cache_failed",
    "cache_damaged",    "profile_in_use",  "profile_not_writable", "profile_not_made",
    "keychain_refused", "keychain_silent", "session_unreadable",   "session_not_remembered",
};

//! tests/e2e/tst_left_behind.cpp
inline constexpr std::array<std::string_view, 2> kInjectedByLeaving{
    "unsent_left_behind",
    "changes_left_behind",
};

//! What no test can cause.
inline constexpr std::array kNotInjected{
    WithReason{"certificate_revoked",
               "OpenSSL asks no list of withdrawn certificates; Qt's own list names some whose "
               "keys nobody here has. Windows and macOS tell it."},
    WithReason{"unknown",
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

//! The id of the request there, which the server's log has as well; empty where no server said it.
inline QString traceIn(const QString &detail)
{
    static const QRegularExpression pattern(QStringLiteral(" id (\\S+)$"));
    return pattern.match(detail).captured(1);
}

} // namespace salon::test
