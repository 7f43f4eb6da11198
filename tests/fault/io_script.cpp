// SPDX-License-Identifier: MIT
#include "tests/fault/io_script.h"
#include "tests/fault/fault_scene.h"
#include "tests/support/io_log.h"
#include "tests/support/message_forms.h"
#include "tests/support/room_logs.h"
#include <QDir>
#include <QFileInfo>
#include <QSet>
#include <QThread>
#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace salon::test {

static const QString kDeletedText = u"to be forgotten "_s;
static const QString kDeletedEdit = u"to be forgotten as well"_s;
static constexpr int kAttempts = 20;
static constexpr int kPauseMs = 20;

IoScript::IoScript(const QString &baseFolder)
    : m_salond(faultConfiguration()), m_http(m_salond.port())
{
    if (baseFolder.isEmpty())
        return;
    if (const auto copied = copyFolder(baseFolder, m_salond.dataFolder()); !copied)
        findings.append(copied.error().toString());
}

void IoScript::setFault(const QString &fault)
{
    m_salond.setEnvironment(u"LD_PRELOAD"_s, QStringLiteral(SALON_SHIM_PRELOAD));
    m_salond.setEnvironment(u"SALON_SHIM_FOLDER"_s,
                            QFileInfo(m_salond.dataFolder()).canonicalFilePath());
    m_salond.setEnvironment(u"SALON_SHIM_LOG"_s, logFile());
    m_salond.setEnvironment(u"SALON_SHIM_FAIL"_s, fault);
}

bool IoScript::hasFailed() const
{
    const auto records = readIoLog(logFile());
    return records && std::ranges::any_of(*records, [](const IoRecord &record) {
               return record.kind == IoRecord::Failed;
           });
}

void IoScript::learn(Fact fact)
{
    fact.logEnd = QFileInfo(logFile()).size();
    m_facts.append(std::move(fact));
}

//! The client must be told that the outcome is unknown, and the operator that it does not store.
void IoScript::checkRefusal(const QString &what, const Error &error)
{
    if (error.code != ErrorCode::Unavailable)
        findings.append(what + u" was answered with "_s + error.toString());
    else if (error.reason != Reason::StorageFailed && error.reason != Reason::StorageFull)
        findings.append(what + u" was refused for another reason: "_s + error.toString());
    if (m_salond.isRunning() && m_http.get("/readyz").status == 200)
        findings.append(what + u" failed, and /readyz says that all is well"_s);
}

template <class T>
std::optional<typename T::Reply> IoScript::ask(const QByteArray &path, const T &message)
{
    const QString what = QString::fromUtf8(path);
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        if (!m_salond.isRunning())
            break;
        const auto reply = m_http.call(path, message);
        if (reply)
            return *reply;
        checkRefusal(what, reply.error());
        if (!findings.isEmpty())
            break;
        QThread::msleep(kPauseMs);
    }
    findings.append(what + u" was never done"_s);
    return {};
}

Seq IoScript::post(RoomId room, const QString &key, const QString &text)
{
    const auto posted =
        ask("/api/message.post",
            protocol::PostMessage{.room = room, .key = key, .text = text, .replyTo = {}});
    if (posted)
        learn({.kind = Fact::Message, .room = room, .seq = posted->seq, .key = key, .text = text});
    return posted ? posted->seq : 0;
}

template <class T>
void IoScript::change(const QByteArray &path, const T &message, Act act, const QString &text)
{
    const auto changed = ask(path, message);
    if (!changed)
        return;
    Fact fact{
        .kind = Fact::Change, .room = message.room, .seq = message.seq, .act = act, .text = text};
    if constexpr (requires { changed->rev; })
        fact.rev = changed->rev;
    learn(std::move(fact));
}

void IoScript::changeAll(RoomId room, Seq edited, Seq deleted)
{
    const QString thumb = u"\U0001F44D"_s;
    const QString text = u"another one"_s;
    change("/api/message.edit", protocol::EditMessage{room, edited, text}, Act::Edit, text);
    change("/api/message.edit", protocol::EditMessage{room, deleted, kDeletedEdit}, Act::Edit,
           kDeletedEdit);
    change("/api/reaction.add", protocol::AddReaction{room, edited, thumb}, Act::React, thumb);
    change("/api/message.pin", protocol::PinMessage{room, edited}, Act::Pin);
    change("/api/message.pin", protocol::PinMessage{room, deleted}, Act::Pin);
    for (Fact &fact : m_facts)
        fact.mayBeGone = fact.mayBeGone || (fact.room == room && fact.seq == deleted);
    change("/api/message.delete", protocol::DeleteMessage{room, deleted}, Act::Delete);
    change("/api/reaction.remove", protocol::RemoveReaction{room, edited, thumb}, Act::TakeBack,
           thumb);
    change("/api/message.unpin", protocol::UnpinMessage{room, edited}, Act::Unpin);
    change("/api/message.pin", protocol::PinMessage{room, edited}, Act::Pin);
}

void IoScript::run(const QByteArray &token, RoomId room)
{
    if (const auto started = m_salond.start(); !started) {
        if (m_salond.hasCrashed() || m_salond.isRunning())
            findings.append(u"it did not end with an error: "_s + started.error().toString());
        return; // told, by its end
    }
    m_token = token;
    if (!token.isEmpty()) {
        const auto first = u"5a10a000-0000-4000-8000-000000000001"_s;
        m_http.setToken(token);
        const Seq one = post(room, first, u"one"_s);
        const auto made = ask("/api/rooms", protocol::CreateRoom{.name = u"made"_s, .topic = {}});
        if (made)
            learn({.kind = Fact::Room, .room = made->room.id});
        // More than a page of the database.
        const Seq two = post(room, u"5a10a000-0000-4000-8000-000000000002"_s,
                             kDeletedText + QString(9000, u'é'));
        const auto login =
            ask("/api/login",
                protocol::Login{
                    .username = u"member0"_s, .password = kFaultPassword, .device = u"other"_s});
        if (login)
            learn({.kind = Fact::Session, .key = login->token});
        post(room, first, u"one"_s);
        if (one > 0 && two > 0)
            changeAll(room, one, two);
        if (made)
            post(made->room.id, u"5a10a000-0000-4000-8000-000000000003"_s, u"three"_s);
    }
    const auto code = m_salond.stop(10'000);
    if (!code || m_salond.hasCrashed())
        findings.append(u"it did not stop by itself"_s);
}

static QStringList missingMessage(const Fact &fact, const QList<LogEntry> &log)
{
    const auto same = std::ranges::count_if(log, [&](const LogEntry &entry) {
        const bool isGone = fact.mayBeGone && entry.isDeleted;
        return entry.key == fact.key && entry.seq == fact.seq
            && (entry.text == fact.text || isGone);
    });
    const auto all = std::ranges::count(log, fact.key, &LogEntry::key);
    if (same == 1 && all == 1)
        return {};
    return {u"message %1 is there %2 times, %3 of them as told"_s.arg(fact.key).arg(all).arg(same)};
}

//! Whether it is in the log: as the event that was told or, where none is told, so many times as
//! it was acknowledged by then.
static QStringList missingChange(const Fact &fact, qsizetype count, const QList<LogEntry> &log)
{
    const ActRow &row = rowOf(fact.act);
    if (fact.rev > 0) {
        const MessageForms forms(fact.room, log);
        const protocol::Message *form = forms.at(fact.seq, fact.rev);
        if (form && row.holds(*form, fact.text, form->by))
            return {};
    } else if (std::ranges::count_if(log,
                                     [&](const LogEntry &entry) {
                                         return entry.of == fact.seq
                                             && entry.kind == QLatin1StringView(row.event);
                                     })
               >= count) {
        return {};
    }
    return {u"lost: %1 of message %2"_s.arg(QLatin1StringView(row.name)).arg(fact.seq)};
}

static QStringList missingSession(const Fact &fact, quint16 port)
{
    HttpClient http(port);
    http.setToken(fact.key.toUtf8());
    const int status = http.get("/api/sessions").status;
    return status == 200 ? QStringList() : QStringList{u"lost: a session, %1"_s.arg(status)};
}

//! Whether the views that people are shown are those that the log makes.
static QStringList differingViews(quint16 port, const QByteArray &token, RoomId room,
                                  const RoomLogs &logs)
{
    const MessageForms forms(room, logs.value(room));
    QList<Finding> findings = forms.findings();
    const auto messages = toldMessages(port, token, room);
    const auto pins = toldPins(port, token, room);
    if (!messages || !pins)
        return {(messages ? pins.error() : messages.error()).toString()};
    if (messages->size() != forms.all().size())
        findings.append({Violation::Lost, u"a message of the log is not told"_s});
    findings += shows(room, *messages, logs).findings;
    findings += showsPinned(room, *pins, logs).findings;
    QStringList all;
    for (const Finding &finding : std::as_const(findings))
        all.append(finding.what);
    return all;
}

QStringList IoScript::missing(const SalondProcess &salond, const QList<Fact> &facts, qint64 upTo,
                              const QByteArray &token)
{
    const auto logs = storedLogs(salond.dataFolder());
    if (!logs)
        return {logs.error().toString()};
    QStringList findings;
    QSet<RoomId> rooms;
    std::map<std::pair<Act, Seq>, qsizetype> changes;
    for (const Fact &fact : facts) {
        if (fact.logEnd > upTo)
            continue;
        const QList<LogEntry> log = logs->value(fact.room);
        if (fact.kind != Fact::Session)
            rooms.insert(fact.room);
        if (fact.kind == Fact::Room && log.isEmpty())
            findings.append(u"lost: room %1"_s.arg(fact.room.value));
        else if (fact.kind == Fact::Message)
            findings += missingMessage(fact, log);
        else if (fact.kind == Fact::Change)
            findings += missingChange(fact, ++changes[{fact.act, fact.seq}], log);
        else if (fact.kind == Fact::Session)
            findings += missingSession(fact, salond.port());
    }
    for (const RoomId room : std::as_const(rooms))
        findings += differingViews(salond.port(), token, room, *logs);
    return findings;
}

void IoScript::checkRestart(qint64 upTo)
{
    for (const auto &name : {u"LD_PRELOAD"_s, u"SALON_SHIM_FAIL"_s, u"SALON_SHIM_LOG"_s})
        m_salond.setEnvironment(name, {});
    if (const auto started = m_salond.start(); !started) {
        findings.append(u"it does not start again: "_s + started.error().toString());
        return;
    }
    findings += missing(m_salond, m_facts, upTo, m_token);
    if (m_http.get("/readyz").status != 200)
        findings.append(u"it is not ready after a restart"_s);
    if (m_salond.stop(10'000) != std::optional<int>(0))
        findings.append(u"it does not stop well after a restart"_s);
    lookForDeleted();
}

//! Once it was stopped well no file has what is deleted.
void IoScript::lookForDeleted()
{
    const bool isDeleted = std::ranges::any_of(m_facts, [](const Fact &fact) {
        return fact.kind == Fact::Change && fact.act == Act::Delete;
    });
    const QDir folder(m_salond.dataFolder());
    for (const QString &name : isDeleted ? folder.entryList(QDir::Files) : QStringList()) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(kDeletedText.toUtf8()))
            findings.append(u"what was deleted is in "_s + name);
    }
}

} // namespace salon::test
