// SPDX-License-Identifier: MIT
#include "client/ui/room_jumps.h"
#include "client/state/chat.h"
#include "client/ui/room_header.h"
#include "client/ui/room_pane.h"
#include "client/ui/timeline/timeline_view.h"
#include <QPointer>

namespace salon::client {

RoomJumps::RoomJumps(Chat &chat, RoomPane &pane, const Clock &clock)
    : QObject(&pane), m_chat(chat), m_pane(pane), m_clock(clock)
{
    const RoomHeader *header = pane.header();
    connect(header, &RoomHeader::firstUnreadRequested, this, &RoomJumps::toFirstUnread);
    connect(header, &RoomHeader::dayRequested, this, &RoomJumps::chooseDay);
    connect(header, &RoomHeader::newestRequested, this, &RoomJumps::toNewest);
    connect(pane.timeline(), &TimelineView::leftFor, this,
            [this](const ReadingPlace &from) { m_trails[m_pane.room()].leave(from); });
}

std::function<void(const Result<> &)>
RoomJumps::whileOpen(std::function<void(const Result<> &)> arrived)
{
    return [self = QPointer(this), room = m_pane.room(), arrived](const Result<> &result) {
        if (self && self->m_pane.room() == room)
            arrived(result);
    };
}

void RoomJumps::toMessage(Seq seq)
{
    const auto from = m_pane.timeline()->place();
    const auto arrived = [this, seq, from](const Result<> &there) {
        if (there)
            land(seq, from);
        else
            tell(there.error());
    };
    m_chat.loadAround(m_pane.room(), seq, Landing::OnMessage, whileOpen(arrived));
}

//! Its rows are here.
void RoomJumps::land(Seq seq, const std::optional<ReadingPlace> &from)
{
    if (!m_pane.timeline()->jumpTo(seq))
        return tell(Error::notFound(u"message"));
    if (from)
        m_trails[m_pane.room()].leave(*from);
    tellWhetherDeleted(seq);
    Q_EMIT ended();
}

void RoomJumps::tellWhetherDeleted(Seq seq)
{
    const TimelineModel &model = *m_pane.timeline()->model();
    if (model.row(model.indexOf(seq)).isDeleted)
        m_pane.notice(NoticeKind::Info, {tr("That message was deleted. This is where it stood.")});
}

void RoomJumps::tell(const Error &error)
{
    m_pane.notice(jumpSentence(error));
    m_pane.timeline()->askAgain(); // while a page is on its way, no other is asked for
    Q_EMIT ended();
}

void RoomJumps::back()
{
    step(&PlaceTrail::back, &PlaceTrail::forward);
}

void RoomJumps::forward()
{
    step(&PlaceTrail::forward, &PlaceTrail::back);
}

void RoomJumps::step(Step there, Step backAgain)
{
    const auto now = m_pane.timeline()->place();
    const auto place = now ? (m_trails[m_pane.room()].*there)(*now) : std::nullopt;
    if (!place)
        return;
    if (place->isEnd())
        return m_pane.timeline()->goTo(*place);
    const auto arrived = [this, place, backAgain](const Result<> &done) {
        if (done)
            return m_pane.timeline()->goTo(*place);
        (m_trails[m_pane.room()].*backAgain)(*place);
        tell(done.error());
    };
    m_chat.loadAround(m_pane.room(), place->seq, Landing::Near, whileOpen(arrived));
}

} // namespace salon::client
