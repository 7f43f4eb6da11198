// SPDX-License-Identifier: MIT
#include "server/description/kind_rows.h"
#include "server/description/examples.h"
#include "shared/wire/envelope.h"
#include <QJsonDocument>

using namespace Qt::StringLiterals;
using salon::protocol::Fault;
using salon::wire::fromUtf8;

namespace salon::server {
namespace {

//! What an optional, a nullable or a list is of.
template <class T>
struct Inside {
    using Type = T;
    static constexpr bool isList = false;
};
template <class T>
struct Inside<std::optional<T>> : Inside<T> {
};
template <class T>
struct Inside<wire::Nullable<T>> : Inside<T> {
};
template <class T>
struct Inside<QList<T>> {
    using Type = typename Inside<T>::Type;
    static constexpr bool isList = true;
};

template <class T>
concept Nameless = wire::Described<T> && !requires
{
    T::entity;
};

template <class T>
void addFields(QList<FieldRow> &rows, const QString &before)
{
    const QJsonObject properties = wire::Codec<T>::definition().value(u"properties"_s).toObject();
    const auto add = [&](const auto &field) {
        using Value = typename std::remove_cvref_t<decltype(field)>::Value;
        const QString key = fromUtf8(field.key);
        rows.append({before + key, properties.value(key).toObject(), !wire::kIsOptional<Value>});
        if constexpr (Nameless<typename Inside<Value>::Type>)
            addFields<typename Inside<Value>::Type>(
                rows, before + key + (Inside<Value>::isList ? u"[]."_s : u"."_s));
    };
    std::apply([&](const auto &...fields) { (add(fields), ...); }, T::fields());
}

template <class T>
DataRow dataRow()
{
    DataRow row{wire::Codec<T>::schema(),
                wire::Codec<T>::definition(),
                {},
                wire::encoded(exampleFor(Of<T>()))};
    addFields<T>(row.fields, {});
    return row;
}

template <class T>
KindRow kindRow()
{
    KindRow row;
    row.kind = fromUtf8(T::kind);
    row.summary = fromUtf8(T::summary);
    row.data = dataRow<T>();
    if constexpr (requires { typename T::Reply; })
        row.reply = dataRow<typename T::Reply>();
    for (const Fault &fault : protocol::faultsOf<T>())
        row.faults.append(fault);
    if constexpr (requires { T::whenKnown; })
        row.whenKnown = fromUtf8(T::whenKnown);
    row.isSocketOnly = protocol::SocketOnly<T>;
    row.isDroppable = protocol::Droppable<T>;
    return row;
}

template <class List>
QList<KindRow> kindRows()
{
    QList<KindRow> rows;
    List::forEach([&]<class T>(std::type_identity<T>) { rows.append(kindRow<T>()); });
    return rows;
}

} // namespace

QJsonObject DataRow::exampleObject() const
{
    return QJsonDocument::fromJson(example).object();
}

const QList<KindRow> &socketRequests()
{
    static const auto rows = kindRows<protocol::Requests>();
    return rows;
}

const QList<KindRow> &accountRequests()
{
    static const auto rows = kindRows<protocol::AccountRequests>();
    return rows;
}

const QList<KindRow> &eventKinds()
{
    static const auto rows = kindRows<protocol::Events>();
    return rows;
}

const QList<KindRow> &pushKinds()
{
    static const auto rows = kindRows<protocol::Pushes>();
    return rows;
}

const QList<EntityRow> &entities()
{
    static const auto rows = [] {
        QList<EntityRow> all;
        protocol::Entities::forEach([&]<class T>(std::type_identity<T>) {
            all.append({fromUtf8(T::entity), fromUtf8(T::summary), dataRow<T>()});
        });
        return all;
    }();
    return rows;
}

QString socketOnlyKinds()
{
    QStringList kinds;
    for (const KindRow &row : socketRequests()) {
        if (row.isSocketOnly)
            kinds.append(u'`' + row.kind + u'`');
    }
    const QString last = kinds.takeLast();
    return kinds.join(u", "_s) + u" and "_s + last;
}

const KindRow &requestOf(std::string_view kind)
{
    const QString word = fromUtf8(kind);
    for (const auto *rows : {&socketRequests(), &accountRequests()}) {
        const auto row = std::ranges::find(*rows, word, &KindRow::kind);
        if (row != rows->end())
            return *row;
    }
    qFatal("no request %s", qPrintable(word));
    Q_UNREACHABLE();
}

QString sentenceOf(const Fault &fault)
{
    if (!fault.when.empty())
        return fromUtf8(fault.when);
    return fromUtf8(fault.reason == Reason::None ? meaning(fault.code) : meaning(fault.reason));
}

QJsonObject faultJson(const Fault &fault)
{
    QJsonObject json{{u"code"_s, fromUtf8(wireName(fault.code))}, {u"when"_s, sentenceOf(fault)}};
    if (fault.reason != Reason::None)
        json.insert(u"reason"_s, fromUtf8(wireName(fault.reason)));
    return json;
}

QJsonObject exampleOf(const Fault &fault)
{
    Error error(fault.code, fault.reason, sentenceOf(fault));
    if (fault.code == ErrorCode::BadRequest || fault.code == ErrorCode::TooLarge)
        error.path = u"data.text"_s;
    if (fault.code == ErrorCode::TooLarge)
        error.limit = wire::Limits{}.messageText;
    if (fault.code == ErrorCode::RateLimited)
        error.retryAfterMs = 1000;
    error.trace = u"b0a1f4c2d7e36985"_s;
    wire::JsonWriter writer;
    wire::encodeError(writer, error);
    return QJsonDocument::fromJson(writer.take()).object();
}

QJsonObject limitsJson()
{
    QJsonObject limits;
    const auto add = [&](const auto &field) {
        limits.insert(fromUtf8(field.key),
                      QJsonObject{{u"default"_s, wire::Limits{}.*field.member},
                                  {u"description"_s, fromUtf8(field.description)}});
    };
    std::apply([&](const auto &...fields) { (add(fields), ...); }, wire::Limits::fields());
    return limits;
}

QJsonObject closeCodesJson()
{
    QJsonObject codes;
    for (int code = 0; code < kErrorCodeCount; ++code)
        codes.insert(fromUtf8(wireName(ErrorCode(code))), closeCode(ErrorCode(code)));
    return codes;
}

QJsonObject reasonsJson()
{
    QJsonObject reasons;
    for (int reason = 1; reason < kReasonCount; ++reason)
        reasons.insert(fromUtf8(wireName(Reason(reason))), fromUtf8(meaning(Reason(reason))));
    return reasons;
}

} // namespace salon::server
