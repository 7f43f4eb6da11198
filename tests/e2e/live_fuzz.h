// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/catalogue.h"
#include "shared/wire/codec.h"
#include "tests/support/database_state.h"
#include "tests/support/request_generator.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_client.h"

namespace salon::test {

constexpr int kLongestMs = 30'000; //!< until every kind was accepted once

//! A kind of request, by its schema.
struct Kind {
    QByteArray name;
    QJsonObject schema;
    bool isSocketOnly = false;
};

template <class List>
QList<Kind> kindsOf()
{
    QList<Kind> kinds;
    List::forEach([&]<class T>(std::type_identity<T>) {
        kinds.append({QByteArray(T::kind.data(), qsizetype(T::kind.size())),
                      wire::Codec<T>::schema(), protocol::SocketOnly<T>});
    });
    return kinds;
}

QByteArray compact(const QJsonObject &object);

//! How often a kind was answered, and how.
struct Tally {
    int accepted = 0;
    int refused = 0;
};

//! Whether the requests may end: their time is over, and each of so many kinds was accepted once.
bool isEnough(qint64 elapsed, qint64 usual, const QHash<QByteArray, Tally> &tallies);

//! A real salond that takes what a seeded generator makes, and the judge of its answers. Its
//! functions fail the test in which they are called.
class LiveFuzz {
protected:
    enum class Accounts { None, Three };

    void begin(Accounts accounts = Accounts::Three);
    //! After whatever was sent: it lives, and what the watcher was told is what is stored.
    void end();

    QByteArray tokenOf(const QString &user) const;
    void judge(const QByteArray &sent, const QByteArray &json, bool accepted, Tally &tally);
    //! The generator is worth little when it never meets what is right, or never what is wrong.
    void requireBoth(const QHash<QByteArray, Tally> &tallies, const QByteArrayList &onlyAccepted);
    QByteArray context(const QByteArray &sent, const QByteArray &got) const;

    const QString kPassword = QStringLiteral("correct horse 7");
    quint32 m_seed = 0;
    std::unique_ptr<SalondProcess> m_salond;
    std::unique_ptr<DatabaseState> m_state;
    std::unique_ptr<RequestGenerator> m_generator;
    std::unique_ptr<TestClient> m_watcher; //!< grace's connection, in the default room

private:
    void addThree();
    //! What a reply told of, for the requests to come.
    void learn(const QByteArray &reply);
    //! So that who made a room does to it what an owner may, before they leave it.
    void learnRoom(const QJsonValue &id);
    //! So that messages are changed that are there.
    void learnMessage(const QJsonObject &reply);
    void compareWatcher();

    QJsonArray m_rooms; //!< of the beginning, and one that is none
    QJsonArray m_messages; //!< seq of those posted last, in any room
    QJsonArray m_newRooms; //!< made, joined or opened since, the newest last
};

} // namespace salon::test
