// SPDX-License-Identifier: MIT
// What every kind of the catalogue makes of any data: refused with a path, or stable when written
// and read again.
#include "shared/wire/envelope.h"
#include "tests/fuzz/target.h"
#include "tests/support/sample.h"
#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace salon::fuzz {
namespace {

std::optional<QString> refusalFault(const Error &error)
{
    // An event of a kind that a newer server knows is told from a wrong one.
    constexpr std::array kCodes{ErrorCode::BadRequest, ErrorCode::TooLarge, ErrorCode::UnknownKind};
    if (std::ranges::find(kCodes, error.code) == kCodes.end())
        return u"refused with "_s + error.toString();
    if (!error.path.startsWith(u"data"_s))
        return u"the path does not begin with data: "_s + error.toString();
    return {};
}

template <class T>
std::optional<QString> checkKind(QByteArrayView json)
{
    static wire::JsonParser parser;
    const auto value = parser.parse(json);
    if (!value)
        return {};
    const auto first = wire::decoded<T>(*value, {}, "data");
    if (!first)
        return refusalFault(first.error());
    const QByteArray written = wire::encoded(*first);
    const auto again = parser.parse(written);
    if (!again)
        return u"what was written cannot be read: "_s + again.error().toString();
    const auto second = wire::decoded<T>(*again, {}, "data");
    if (!second)
        return u"what was written is refused: "_s + second.error().toString();
    if (wire::encoded(*second) != written)
        return u"written twice, and differently"_s;
    return {};
}

struct Kind {
    Check check;
    QByteArray sample;
};

const std::vector<Kind> &kinds()
{
    static const auto all = [] {
        std::vector<Kind> list;
        const auto add = [&list]<class T>(std::type_identity<T>) {
            list.push_back({checkKind<T>, wire::encoded(test::Sample<T>::make())});
        };
        test::forEachKind(add);
        test::forEachReply(add);
        add(std::type_identity<protocol::RoomEvent>());
        return list;
    }();
    return all;
}

} // namespace

std::optional<QString> checkKinds(QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return {};
    const size_t number = quint8(bytes.front());
    return kinds()[number % kinds().size()].check(bytes.sliced(1));
}

QList<QByteArray> kindSeeds()
{
    QList<QByteArray> seeds;
    for (const Kind &kind : kinds())
        seeds.append(char(seeds.size()) + kind.sample);
    return seeds;
}

} // namespace salon::fuzz
