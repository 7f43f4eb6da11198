// SPDX-License-Identifier: MIT
// The command that examines an installation.
#include "server/app/answer_shape.h"
#include "server/app/command_settings.h"
#include "server/app/command_table.h"
#include "server/app/doctor_checks.h"
#include "server/operation/text_table.h"
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

struct FindingAnswer {
    QString check;
    QString verdict;
    QString says;
    std::optional<QString> todo;
    static constexpr auto fields()
    {
        using F = FindingAnswer;
        return std::tuple{wire::field("check", &F::check, "What was looked at"),
                          wire::field("verdict", &F::verdict, "\"ok\", \"warn\" or \"fail\""),
                          wire::field("says", &F::says, "What was found"),
                          wire::field("todo", &F::todo, "What to do about it")};
    }
};

struct DoctorAnswer {
    QList<FindingAnswer> findings;
    static constexpr auto fields()
    {
        return std::tuple{
            wire::field("findings", &DoctorAnswer::findings, "In the order of the checks")};
    }
};

QString wordOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Ok:
        return u"ok"_s;
    case Verdict::Warn:
        return u"warn"_s;
    case Verdict::Fail:
        break;
    }
    return u"fail"_s;
}

DoctorAnswer answerOf(const Findings &findings)
{
    DoctorAnswer answer;
    for (const Finding &f : findings)
        answer.findings.append({f.check, wordOf(f.verdict), f.says,
                                f.todo.isEmpty() ? std::nullopt : std::optional<QString>(f.todo)});
    return answer;
}

QString textOf(const Findings &findings)
{
    TextTable table({{}, {}, {}});
    for (const Finding &f : findings) {
        table.add({wordOf(f.verdict), f.check, f.says});
        if (!f.todo.isEmpty())
            table.add({{}, {}, u"→ "_s + f.todo});
    }
    return table.text();
}

Findings configurationOf(const CommandCall &call, const Result<Settings> &settings)
{
    const QString file = call.option(u"config"_s);
    if (!settings) {
        const Error &error = settings.error();
        return {{u"configuration"_s, Verdict::Fail,
                 error.path.isEmpty() ? error.message : error.path + u": "_s + error.message,
                 u"correct it; salond print-config shows each key. Nothing else was looked at"_s}};
    }
    return {{u"configuration"_s, Verdict::Ok,
             file.isEmpty() ? u"the defaults, and the environment"_s : file}};
}

int doctor(const CommandCall &call)
{
    const auto settings = settingsOf(call);
    Findings findings = configurationOf(call, settings);
    if (settings) {
        const QString folder = settings->folder();
        findings += checkFolder(folder);
        if (QFileInfo(folder).isDir()) {
            findings += checkDisk(folder, {});
            findings += checkClock(folder, Clock::system());
            findings += checkDatabase(folder);
        }
        findings += checkCertificate(*settings, QDateTime::currentDateTimeUtc());
        findings += checkServer(*settings);
    }
    if (call.has(u"json"_s))
        print(QString::fromUtf8(wire::encoded(answerOf(findings))));
    else
        print(textOf(findings));
    const bool fails =
        std::ranges::any_of(findings, [](const Finding &f) { return f.verdict == Verdict::Fail; });
    return fails ? Failed : Done;
}

} // namespace

CommandRow doctorCommand()
{
    return {.words = u"doctor"_s,
            .summary = u"Examine the installation and say what to do about what is wrong."_s,
            .more =
                u"Looks at configuration, folder, disk, clock, database, certificate and port, and "
                "changes nothing. Works while salond runs and while it does not."_s,
            .options = {{.name = u"listen"_s,
                         .value = u"HOST:PORT"_s,
                         .help = u"Where salond will listen, as for serve."_s}},
            .json = shapeOf<DoctorAnswer>(),
            .examples = {{u"salond doctor --config /etc/salond.toml"_s,
                          u"A line each: ok, warn or fail."_s}},
            .exits = {{Done, u"nothing failed; there may be warnings"_s},
                      {Failed, u"at least one check failed"_s}},
            .needs = Needs::Itself,
            .run = doctor};
}

} // namespace salon::server
