// SPDX-License-Identifier: MIT
#include "server/description/http_answers.h"
#include "shared/wire/envelope.h"
#include "shared/wire/schema.h"
#include <map>

using namespace Qt::StringLiterals;
using salon::protocol::Fault;

namespace salon::server {
namespace {

using Access = RestRoute::Access;
using ByStatus = std::map<int, QList<Fault>>;

const QJsonObject kErrorRef{{u"$ref"_s, u"#/$defs/Error"_s}};

ByStatus byStatus(const QList<Fault> &faults)
{
    ByStatus sorted;
    for (const Fault &fault : faults)
        sorted[httpStatus(fault.code)].append(fault);
    return sorted;
}

QString exampleName(const Fault &fault)
{
    const QString code = wire::fromUtf8(wireName(fault.code));
    return fault.reason == Reason::None ? code
                                        : code + u'-' + wire::fromUtf8(wireName(fault.reason));
}

QJsonObject header(const QString &name, const QString &type, const QString &description)
{
    return {{name,
             QJsonObject{{u"description"_s, description},
                         {u"schema"_s, QJsonObject{{u"type"_s, type}}}}}};
}

QJsonObject headersOf(int status)
{
    if (status == 405)
        return header(u"Allow"_s, u"string"_s, u"The methods of this path"_s);
    if (status == 429 || status == 503)
        return header(u"Retry-After"_s, u"integer"_s,
                      u"Seconds until trying again makes sense; absent where none is known"_s);
    return {};
}

QJsonObject refusal(int status, const QList<Fault> &faults)
{
    QStringList sentences;
    QJsonObject examples;
    QJsonArray list;
    for (const Fault &fault : faults) {
        sentences.append(exampleName(fault).replace(u'-', u", "_s) + u": "_s + sentenceOf(fault));
        examples.insert(exampleName(fault),
                        QJsonObject{{u"value"_s, QJsonObject{{u"error"_s, exampleOf(fault)}}}});
        list.append(faultJson(fault));
    }
    QJsonObject response{
        {u"description"_s, sentences.join(u". "_s)},
        {u"content"_s,
         QJsonObject{{u"application/json"_s,
                      QJsonObject{{u"schema"_s, kErrorRef}, {u"examples"_s, examples}}}}},
        {u"x-faults"_s, list}};
    if (const QJsonObject headers = headersOf(status); !headers.isEmpty())
        response.insert(u"headers"_s, headers);
    return response;
}

QList<Fault> commonFaults(Access access)
{
    QList<Fault> faults(protocol::kFaultsOfAll.begin(), protocol::kFaultsOfAll.end());
    if (access == Access::Session)
        faults.append({protocol::kFaultsOfSession.begin(), protocol::kFaultsOfSession.end()});
    if (access == Access::Metrics)
        faults = {{ErrorCode::Unauthorized, Reason::None, "Not the token of the metrics"}};
    faults.append({ErrorCode::Forbidden, Reason::OriginNotAllowed});
    faults.append({ErrorCode::MethodNotAllowed});
    return faults;
}

//! "Session429", the name of an answer that many operations share.
QString sharedName(Access access, int status)
{
    const bool isOfAll =
        status == 403 || status == 405 || status / 100 == 5 || status == 400 || status == 413;
    return (access == Access::Session && !isOfAll ? u"Session"_s : u"Any"_s)
        + QString::number(status);
}

QJsonObject sharedRef(const QString &name)
{
    return {{u"$ref"_s, u"#/components/responses/"_s + name}};
}

//! What the operation has in common with others by reference, the rest in full.
void addRefusals(QJsonObject &answers, Access access, const QList<Fault> &all)
{
    const ByStatus common = byStatus(commonFaults(access));
    for (const auto &[status, faults] : byStatus(all)) {
        const auto same = common.find(status);
        const bool isShared = access != Access::Metrics && same != common.end()
            && same->second.size() == faults.size();
        answers.insert(QString::number(status),
                       isShared ? sharedRef(sharedName(access, status)) : refusal(status, faults));
    }
    answers.insert(u"default"_s, sharedRef(u"Refused"_s));
}

QJsonObject refusedByHttp()
{
    QStringList sentences;
    QJsonArray statuses;
    for (const HttpRefusal &row : kHttpRefusals) {
        sentences.append(u"%1: %2"_s.arg(row.status).arg(wire::fromUtf8(row.when)));
        statuses.append(row.status);
    }
    const QJsonObject example{{u"error"_s, exampleOf({ErrorCode::BadRequest})}};
    return {{u"description"_s,
             u"What HTTP itself refuses, with the code bad_request. "_s + sentences.join(u". "_s)},
            {u"content"_s, jsonContent(kErrorRef, example)},
            {u"x-statuses"_s, statuses}};
}

} // namespace

QJsonObject errorBodySchema()
{
    return wire::objectSchema({{u"error"_s, wire::errorSchema()}});
}

QJsonObject jsonContent(const QJsonObject &schema, const QJsonObject &example)
{
    return {{u"application/json"_s, QJsonObject{{u"schema"_s, schema}, {u"example"_s, example}}}};
}

QList<Fault> faultsOf(Access access, const KindRow &kind)
{
    QList<Fault> faults = kind.faults;
    for (const Fault &fault : commonFaults(access)) {
        const auto isSame = [&](const Fault &other) { return other.isSame(fault); };
        if (std::ranges::none_of(kind.faults, isSame))
            faults.append(fault);
    }
    return faults;
}

QJsonObject answersOf(const RestRoute &route, const KindRow &kind, int success)
{
    QJsonObject answers;
    const auto succeed = [&](int status, const QString &description) {
        answers.insert(QString::number(status),
                       QJsonObject{{u"description"_s, description},
                                   {u"content"_s,
                                    jsonContent(kind.reply.schema, kind.reply.exampleObject())}});
    };
    if (success != 200 && !kind.whenKnown.isEmpty())
        succeed(200, kind.whenKnown);
    succeed(success, success == 201 ? u"It was made"_s : u"Done"_s);
    addRefusals(answers, route.access, faultsOf(route.access, kind));
    return answers;
}

QJsonObject textAnswersOf(const RestRoute &route)
{
    QJsonObject answers;
    for (const RestRoute::Text &text : route.texts) {
        const QJsonObject media{{u"schema"_s, QJsonObject{{u"type"_s, u"string"_s}}},
                                {u"example"_s, QString::fromUtf8(text.body)}};
        answers.insert(QString::number(text.status),
                       QJsonObject{{u"description"_s, text.when},
                                   {u"content"_s, QJsonObject{{text.type, media}}}});
    }
    QList<Fault> faults{{ErrorCode::Forbidden, Reason::OriginNotAllowed},
                        {ErrorCode::MethodNotAllowed}};
    if (route.access == Access::Metrics)
        faults = commonFaults(route.access);
    if (!route.parameters().isEmpty())
        faults.append({ErrorCode::NotFound});
    faults.append({ErrorCode::BadRequest});
    addRefusals(answers, route.access, faults);
    return answers;
}

QJsonObject sharedAnswers()
{
    QJsonObject all{{u"Refused"_s, refusedByHttp()}};
    for (const Access access : {Access::Anybody, Access::Session}) {
        for (const auto &[status, faults] : byStatus(commonFaults(access)))
            all.insert(sharedName(access, status), refusal(status, faults));
    }
    return all;
}

} // namespace salon::server
