// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/catalogue.h"
#include <QSet>
#include <array>

namespace salon::test {

//! What people do in a room of the fault tests.
enum class Act { Post, Answer, Mention, Edit, Delete, React, TakeBack, Pin, Unpin };

//! Which message it is done to.
enum class Aim {
    None,
    Own, //!< of one's own, with a text as far as one knows
    Any, //!< with a text as far as one knows
    Reacted, //!< one that one reacted to, with that emoji
    Pinned, //!< as far as one knows, by anybody
};

//! What somebody does, made up when its turn comes.
struct Deed {
    Act act = Act::Post;
    QString key; //!< of a message; of anything else just a name
    Seq of = 0; //!< the message that it answers or changes
    QString text; //!< or the emoji
};

struct ActRow {
    Act act;
    const char *name; //!< also what a salon_chat_driver is told
    int weight; //!< of a hundred things that are done
    Aim aim;
    const char *event; //!< kind of the event that it makes
    QByteArray (*request)(const QString &id, RoomId room, const Deed &deed);
    //! Whether the message is as the acknowledgement of that says; with a text that was taken away
    //! since, every text is right. Null for what makes a message.
    bool (*holds)(const protocol::Message &message, const QString &text, UserId by);
    //! Anybody may undo it: to ask again for what was done may do it again.
    bool isEverybodys = false;
};

//! The whole mix: another act is a line here, one in tests/support/chat_driver.cpp, and what its
//! event makes of a message in message_forms.cpp.
extern const std::array<ActRow, 9> kActs;
const ActRow &rowOf(Act act);
inline bool makesMessage(Act act)
{
    return !rowOf(act).holds;
}

//! Pinned messages in a room, as salonds of the fault tests are configured: few, so that a room is
//! full of them now and then.
inline constexpr qsizetype kMostPins = 10;

//! Dice that fall on that act.
quint64 loadedDice(Act act, quint64 dice);

//! A text that is found in any file that holds it, and tells whose it is.
QString markedText(const QString &key, const QString &text);
//! The mark that it begins with; the key cannot be read from it.
QByteArray markOf(const QString &key);
inline constexpr QByteArrayView kMarkBegin = "said:";
inline constexpr qsizetype kMarkSize = 37;

//! The messages of a room that somebody knows and could do something to.
class KnownMessages {
public:
    void take(const protocol::RoomEvent &event, UserId self);
    //! What follows from `dice`: an act of the mix, and to which message. `name` is somebody to
    //! call; what there is no message for becomes a post.
    Deed make(quint64 dice, const QString &key, const QString &text, const QString &name) const;

private:
    struct Known {
        Seq seq = 0;
        bool isOwn = false;
    };
    std::optional<Deed> aimed(const ActRow &row, quint64 dice) const;

    QList<Known> m_messages;
    QSet<Seq> m_gone;
    QList<std::pair<Seq, QString>> m_reacted;
    QList<Seq> m_pinned;
};

} // namespace salon::test
