// SPDX-License-Identifier: MIT
#pragma once
#include "client/state/page_source.h"
#include <QSet>

namespace salon::client {

//! Messages that others answer, wherever in the log they stand: asked for when a row shows one that
//! is not at hand, one question each, and kept true by what is told of them.
class QuotedMessages : public QObject {
    Q_OBJECT
public:
    explicit QuotedMessages(PageSource &pages, QObject *parent = nullptr);

    //! What is known of it; when nothing is, it is asked for.
    const protocol::Message *find(RoomId room, Seq seq);
    //! The room has no such message for one: it is from before one came, or no longer kept.
    bool isMissing(RoomId room, Seq seq) const { return m_missing.contains({room, seq}); }
    void apply(const protocol::RoomEvent &event);
    void forget(RoomId room);
    void clear();

Q_SIGNALS:
    //! These are known now, or missing, or look different.
    void changed(salon::RoomId room, const QSet<salon::Seq> &messages);

private:
    static constexpr qsizetype kMost = 2'000;

    struct Place {
        RoomId room;
        Seq seq = 0;
        friend bool operator==(const Place &, const Place &) = default;
        friend size_t qHash(const Place &place, size_t seed = 0)
        {
            return qHashMulti(seed, place.room, place.seq);
        }
    };

    void ask(const Place &place);
    void learn(const protocol::Message &message);

    PageSource &m_pages;
    QHash<Place, protocol::Message> m_known;
    QSet<Place> m_asked; //!< on their way
    QSet<Place> m_missing;
};

} // namespace salon::client
