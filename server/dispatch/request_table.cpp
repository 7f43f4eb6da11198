// SPDX-License-Identifier: MIT
#include "server/dispatch/request_table.h"
#include "server/dispatch/dispatcher.h"
#include "server/operation/timings.h"
#include <algorithm>
#include <array>

using namespace salon::protocol;

namespace salon::server {
namespace {

template <class T>
QByteArray encodedReply(const T &reply)
{
    StageTimer timer(Stage::Encode);
    return wire::encoded(reply);
}

//! `rules`: the part of the context that handles it.
template <class T, auto rules = &WriteContext::rooms>
constexpr RequestRow onWriter(Cost cost, int status = 200)
{
    return {T::kind, cost, status,
            [](const wire::JsonValue &data, const wire::Limits &limits,
               const Caller &caller) -> Result<RequestRow::WriteRule> {
                TRY_ASSIGN(auto request, wire::decoded<T>(data, limits, "data"));
                return RequestRow::WriteRule([request = std::move(request),
                                              caller](WriteContext &context) -> Result<QByteArray> {
                    TRY_ASSIGN(const auto reply, (context.*rules).handle(request, caller));
                    return encodedReply(reply);
                });
            },
            nullptr};
}

template <class T>
constexpr RequestRow onReader(Cost cost)
{
    return {T::kind, cost, 200, nullptr,
            [](const wire::JsonValue &data, const wire::Limits &limits,
               const Caller &caller) -> Result<RequestRow::ReadRule> {
                TRY_ASSIGN(auto request, wire::decoded<T>(data, limits, "data"));
                return RequestRow::ReadRule([request = std::move(request),
                                             caller](ReadContext &context) -> Result<QByteArray> {
                    TRY_ASSIGN(const auto reply, context.rooms.handle(request, caller));
                    return encodedReply(reply);
                });
            }};
}

template <class T>
Result<std::optional<QByteArray>> answerFromMemory(const wire::JsonValue &data,
                                                   const Caller &caller, Dispatcher &dispatcher)
{
    using Answered = std::optional<QByteArray>;
    TRY_ASSIGN(const auto request, wire::decoded<T>(data, dispatcher.facts().limits, "data"));
    const auto reply = dispatcher.handle(request, caller);
    return reply ? Answered(encodedReply(*reply)) : Answered();
}

template <class T>
constexpr RequestRow inMemory(Cost cost)
{
    return {T::kind, cost, 200, nullptr, nullptr, answerFromMemory<T>, SocketOnly<T>};
}

//! Where memory does not tell the whole answer.
template <class T>
constexpr RequestRow inMemoryOrReader(Cost cost)
{
    RequestRow row = onReader<T>(cost);
    row.memory = answerFromMemory<T>;
    return row;
}

constexpr std::array kRequests{
    onReader<Sync>(Cost::Other),
    onReader<Digest>(Cost::Other),
    onWriter<CreateRoom>(Cost::Room, 201),
    onReader<ListRooms>(Cost::Other),
    onWriter<JoinRoom>(Cost::Other),
    onWriter<LeaveRoom>(Cost::Other),
    onWriter<SetTopic>(Cost::Other),
    onReader<ListMessages>(Cost::Other),
    onReader<FindMoments>(Cost::Other),
    onReader<ListMembers>(Cost::Other),
    onReader<ListEvents>(Cost::Other),
    onWriter<ReadRoom>(Cost::Other),
    onWriter<UnreadRoom>(Cost::Other),
    onWriter<PostMessage>(Cost::Message, 201),
    onWriter<EditMessage>(Cost::Message),
    onWriter<DeleteMessage>(Cost::Other),
    onWriter<AddReaction>(Cost::Other),
    onWriter<RemoveReaction>(Cost::Other),
    onReader<ListVersions>(Cost::Other),
    onReader<ListThread>(Cost::Other),
    onReader<GetUsers>(Cost::Other),
    onWriter<InviteUser>(Cost::Other),
    onWriter<OpenDirect>(Cost::Room, 201),
    onReader<ListUsers>(Cost::Other),
    onWriter<PinMessage>(Cost::Other),
    onWriter<UnpinMessage>(Cost::Other),
    onReader<ListPins>(Cost::Other),
    inMemoryOrReader<StartTyping>(Cost::Other),
    onWriter<ChoosePresence, &WriteContext::accountRules>(Cost::Other),
    inMemory<TellPresence>(Cost::Other),
    inMemory<WatchPresence>(Cost::Other),
};

} // namespace

std::span<const RequestRow> requestTable()
{
    return kRequests;
}

const RequestRow *findRequest(std::string_view kind)
{
    const auto row = std::ranges::find(kRequests, kind, &RequestRow::kind);
    return row == kRequests.end() ? nullptr : &*row;
}

const RequestRow *findHttpRequest(std::string_view kind)
{
    const RequestRow *row = findRequest(kind);
    return row && !row->isSocketOnly ? row : nullptr;
}

} // namespace salon::server
