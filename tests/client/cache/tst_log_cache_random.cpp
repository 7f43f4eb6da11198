// SPDX-License-Identifier: MIT
#include "tests/client/cache/cached_part.h"
#include "tests/client/cache/log_cache_user.h"
#include "tests/client/cache/server_log.h"
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

constexpr int kSteps = 500;
constexpr int kQuestions = 4; // after each step

//! A room of an account: on the server, in the cache, and as it must be in the cache.
struct Scene {
    StoreAccount account;
    ServerLog server;
    CachedPart part;
};

QByteArray shown(const std::optional<protocol::MessagePage> &page)
{
    if (!page)
        return "nothing";
    auto plain = *page;
    plain.users.clear();
    return wire::encoded(plain);
}

} // namespace

//! Whatever is put into it in whatever order: what the cache answers is what a plain list of the
//! same things would answer, and what it says to know it has in the server's present form.
class TestLogCacheRandom : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void holds_data();
    void holds();

private:
    int below(int bound) { return m_random.bounded(bound); }
    Seq anySeq(const Scene &scene) { return below(int(scene.server.head()) + 4); }
    protocol::ListMessages anyRequest(const Scene &scene);
    void step(Scene &scene);
    void happen(Scene &scene);
    void putPage(Scene &scene);
    void sync(Scene &scene);
    void makeRoom();
    void check(Scene &scene);

    QRandomGenerator m_random;
    std::unique_ptr<LogCacheUser> m_user;
    std::vector<Scene> m_scenes;
};

void TestLogCacheRandom::init()
{
    m_user = std::make_unique<LogCacheUser>();
    m_scenes.clear();
    m_scenes.push_back({kAda, ServerLog({5}, u"of Ada"_s), {}});
    m_scenes.push_back({kAda, ServerLog({6}, u"of Ada"_s), {}});
    m_scenes.push_back({kGrace, ServerLog({5}, u"of Grace"_s), {}});
}

void TestLogCacheRandom::holds_data()
{
    QTest::addColumn<quint32>("seed");
    bool isGiven = false;
    const quint32 seed = qEnvironmentVariable("SALON_SEED").toUInt(&isGiven);
    if (!isGiven)
        QTest::newRow("always the same") << quint32(4);
    QTest::newRow("another each time") << (isGiven ? seed : QRandomGenerator::global()->generate());
}

void TestLogCacheRandom::holds()
{
    QFETCH(quint32, seed);
    qInfo("SALON_SEED=%u", seed);
    m_random.seed(seed);
    for (int i = 0; i < kSteps && !QTest::currentTestFailed(); ++i) {
        Scene &scene = m_scenes[size_t(below(int(m_scenes.size())))];
        step(scene);
        check(scene);
    }
    QVERIFY(m_user->toldAside.isEmpty() && m_user->toldStopped.isEmpty());
}

protocol::ListMessages TestLogCacheRandom::anyRequest(const Scene &scene)
{
    protocol::ListMessages request{.room = scene.server.room()};
    const int kind = below(7);
    if (kind < 2)
        request.before = anySeq(scene);
    else if (kind < 4)
        request.after = anySeq(scene);
    else if (kind < 6)
        request.around = anySeq(scene);
    if (below(4) > 0)
        request.limit = 1 + below(below(3) == 0 ? 200 : 20);
    return request;
}

void TestLogCacheRandom::step(Scene &scene)
{
    const int kind = below(100);
    if (kind < 45)
        return happen(scene);
    if (kind < 80)
        return putPage(scene);
    if (kind < 92)
        return sync(scene);
    if (kind < 95)
        return m_user->start();
    if (kind < 97)
        return m_user->cache->visit(scene.account, scene.server.room());
    if (kind < 98)
        return makeRoom();
    m_user->cache->removeRoom(scene.account, scene.server.room());
    scene.part = {};
}

//! Some events, which are pushed to the client or are not, as it has no connection.
void TestLogCacheRandom::happen(Scene &scene)
{
    const bool isOnline = below(3) > 0;
    for (int i = below(below(8) == 0 ? 90 : 6); i >= 0; --i) {
        const auto &messages = scene.server.messages();
        const int kind = below(10);
        std::optional<Seq> changed;
        if (kind == 0 && !messages.empty())
            changed = std::next(messages.begin(), below(int(messages.size())))->first;
        const auto event = changed ? scene.server.change(*changed)
            : kind < 3             ? scene.server.addEvent()
                                   : scene.server.addMessage();
        if (!isOnline)
            continue;
        m_user->cache->append(scene.account, event);
        scene.part.cover(event.seq, event.message());
        if (!changed)
            continue;
        m_user->cache->update(scene.account, {scene.server.messages().at(*changed)});
        scene.part.update(scene.server.messages().at(*changed));
    }
}

void TestLogCacheRandom::putPage(Scene &scene)
{
    const auto page = scene.server.page(anyRequest(scene));
    m_user->cache->putPage(scene.account, page);
    scene.part.cover(page);
}

void TestLogCacheRandom::sync(Scene &scene)
{
    const Seq known = m_user->content(scene.account).known.value(scene.server.room());
    const auto answer = scene.server.sync(known, below(60), below(12));
    m_user->cache->putSync(scene.account, answer);
    scene.part.apply(answer);
    // What events say of older messages, the client says to the cache.
    const auto events = answer.events.value_or(QList<protocol::RoomEvent>());
    for (const auto &[seq, message] : scene.server.messages()) {
        if (events.isEmpty() || message.rev < events.first().seq || message.rev == seq)
            continue;
        m_user->cache->update(scene.account, {message});
        scene.part.update(message);
    }
    const Seq now = m_user->content(scene.account).known.value(scene.server.room());
    QCOMPARE(now, scene.server.head());
}

//! The cache shall hold less; what it dropped is taken from what must be there.
void TestLogCacheRandom::makeRoom()
{
    qint64 held = 0;
    for (const Scene &scene : m_scenes)
        held += scene.part.messages();
    m_user->cache->setBounds({.messages = held / 2});
    QTRY_VERIFY(m_user->held() <= held / 2);
    m_user->start();
    m_user->content();
    for (Scene &scene : m_scenes) {
        const auto stretches = m_user->stretches(scene.account, scene.server.room());
        std::erase_if(scene.part.covered, [&](const auto &entry) {
            return std::ranges::none_of(stretches, [&](const auto &stretch) {
                return stretch.first <= entry.first && entry.first <= stretch.second;
            });
        });
    }
}

void TestLogCacheRandom::check(Scene &scene)
{
    QVERIFY2(m_user->toldAside.isEmpty() && m_user->toldStopped.isEmpty(),
             "was set aside or stopped");
    const Seq known = m_user->content(scene.account).known.value(scene.server.room());
    for (int i = 0; i < kQuestions; ++i) {
        const auto request = anyRequest(scene);
        const auto expected = shown(scene.part.page(request, known));
        const auto found = shown(m_user->page(request, scene.account));
        if (found != expected)
            QFAIL(qPrintable(u"asked %1 of %2:\n  %3\nexpected\n  %4"_s.arg(
                QString::fromUtf8(wire::encoded(request)), scene.account.user.toString(),
                QString::fromUtf8(found), QString::fromUtf8(expected))));
    }
    for (const auto &[seq, message] : scene.part.covered) {
        const auto truth = scene.server.messages().find(seq);
        const bool isMessage = truth != scene.server.messages().end();
        QCOMPARE(message.has_value(), isMessage);
        if (isMessage && truth->second.rev <= known)
            QVERIFY2(message->rev == truth->second.rev, "a change is not in the cache");
    }
}

QTEST_GUILESS_MAIN(TestLogCacheRandom)
#include "tst_log_cache_random.moc"
