// SPDX-License-Identifier: MIT
#include "client/cache/local_store.h"
#include "tests/fault/extent.h"
#include "tests/fault/fault_scene.h"
#include "tests/fault/shimmed_client.h"
#include "tests/support/http_client.h"
#include <QDeadlineTimer>
#include <QTest>
#include <limits>
#include <optional>
#include <random>
#include <utility>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

namespace {

const QString kEditedKey = u"5a10a000-0000-4000-8000-000000000001"_s;
const QString kFormerDraft = u"draft of before"_s;

//! Which call fails: the first, and so on until none does. Each 16th comes first, then those half
//! way between them, and so on: what there is no time for is missing evenly.
class EachCall {
public:
    std::optional<int> next()
    {
        while (m_next >= m_end) {
            if (m_half == 0)
                return {};
            m_next = 1 + m_half;
            m_step = 2 * m_half;
            m_half /= 2;
        }
        return std::exchange(m_next, m_next + m_step);
    }
    //! There are fewer calls than that.
    void endBefore(int number) { m_end = std::min(m_end, number); }

private:
    int m_next = 1;
    int m_step = 16;
    int m_half = 8;
    int m_end = std::numeric_limits<int>::max();
};

//! What was told up to a place in the log of writes, and so has to be in the profile from there on.
struct Told {
    qint64 logEnd = 0;
    size_t rows = 0; //!< so many of the sendings
    size_t drafts = 0; //!< so many of the steps
};

} // namespace

//! The client's own disk fails at one call, or for good; and loses its current.
class TestClientIo : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void powerCuts();
    void eachCallFails_data();
    void eachCallFails();

private:
    DeviceHistory &newDevice(const QString &name)
    {
        return m_devices.emplace_back(m_history.add(name));
    }
    QStringList triedOnce(const QString &base, const QString &fault, bool *hasFailed);
    qint64 turnedAway() const
    {
        qint64 count = 0;
        for (const DeviceHistory &device : m_devices)
            count += std::ranges::count(device.typed, Typed::TurnedAway, &Typed::fate);
        return count;
    }
    QStringList missing(const QString &image, const DeviceHistory &device, const Told &told);
    //! Types and drafts while nobody answers; what was told when.
    QList<Told> typeOffline(ShimmedClient &client, int count);

    FaultScene m_scene;
    Seq m_edited = 0; //!< a message that each run gives another text
    QTemporaryDir m_base; //!< a profile with rows that wait, and drafts
    std::vector<Sending> m_waiting; //!< those rows
    int m_runs = 0;
    int m_casesLeft = 0;
    History m_history;
    std::deque<DeviceHistory> m_devices; //!< one for each run
};

void TestClientIo::initTestCase()
{
    const auto begun = m_scene.begin(1, 2);
    QVERIFY2(begun, begun ? "" : qPrintable(begun.error().toString()));
    m_scene.salond().kill(); // all has to wait
    History history; // each run that starts from this profile is judged for its texts itself
    DeviceHistory before(history.add(u"before"_s));
    ShimmedClient client(m_scene, {}, before);
    const auto started = client.process.start(m_scene.salond().port());
    QVERIFY2(started, started ? "" : qPrintable(started.error().toString()));
    for (const RoomId room : m_scene.rooms()) {
        client.process.post(room, u"waits in %1"_s.arg(room.value));
        client.process.draft(room, kFormerDraft);
    }
    QVERIFY(client.isAnswered());
    QVERIFY2(client.process.quit(), client.process.errors());
    m_waiting = client.device.client.sendings;
    QCOMPARE(m_waiting.size(), size_t(m_scene.rooms().size()));
    QVERIFY(m_scene.salond().start());
    HttpClient http(m_scene.salond().port());
    http.setToken(m_scene.accounts().constFirst().token);
    const auto posted = http.call("/api/message.post",
                                  protocol::PostMessage{.room = m_scene.rooms().constFirst(),
                                                        .key = kEditedKey,
                                                        .text = u"first text"_s,
                                                        .replyTo = {}});
    QVERIFY2(posted, posted ? "" : qPrintable(posted.error().toString()));
    m_edited = posted->seq;
    ClientHistory &other = m_history.add(u"another device"_s);
    other.user = m_scene.users().constFirst();
    other.attempt(posted->room, kEditedKey, u"first text"_s);
    QVERIFY(copyFolder(client.process.folder(), m_base.path()));
}

void TestClientIo::eachCallFails_data()
{
    QTest::addColumn<bool>("isFirstStart");
    QTest::addColumn<QString>("call");
    QTest::addColumn<QString>("howLong");
    QTest::addColumn<int>("error");
    QTest::addColumn<int>("stride"); // of the sample
    const auto row = [this](const char *name, bool isFirstStart, const QString &call,
                            const QString &howLong, int error, int stride) {
        QTest::newRow(name) << isFirstStart << call << howLong << error << stride;
        ++m_casesLeft;
    };
    row("known profile, pwrite, EIO", false, u"pwrite"_s, {}, EIO, 90);
    row("known profile, fdatasync, EIO", false, u"fdatasync"_s, {}, EIO, 12);
    row("known profile, pwrite, ENOSPC from then on", false, u"pwrite"_s, u"+"_s, ENOSPC, 90);
    row("first start, fdatasync, EIO", true, u"fdatasync"_s, {}, EIO, 12);
    row("first start, pwrite, ENOSPC", true, u"pwrite"_s, {}, ENOSPC, 90);
    if (!Extent::isSoak())
        return;
    row("known profile, pwrite, ENOSPC", false, u"pwrite"_s, {}, ENOSPC, 90);
    row("first start, pwrite, EIO", true, u"pwrite"_s, {}, EIO, 90);
    row("first start, pwrite, ENOSPC from then on", true, u"pwrite"_s, u"+"_s, ENOSPC, 90);
    for (const char *call : {"write", "fsync", "ftruncate", "rename"}) {
        for (const bool isFirstStart : {false, true})
            row(qPrintable((isFirstStart ? u"first start, "_s : u"known profile, "_s)
                           + QLatin1StringView(call) + u", EIO"_s),
                isFirstStart, QString::fromLatin1(call), {}, EIO, 12);
    }
}

//! One run of the client with that fault, and one without on what it left. What should not be.
QStringList TestClientIo::triedOnce(const QString &base, const QString &fault, bool *hasFailed)
{
    ShimmedClient client(m_scene, base, newDevice(fault));
    for (const Sending &row : base.isEmpty() ? std::vector<Sending>() : m_waiting) {
        client.device.type(row.room, row.text);
        for (const auto kind : {DraftStep::Set, DraftStep::Settled})
            client.device.noteDraft(kind, row.room, kFormerDraft);
    }
    client.process.setEnvironment(u"SALON_SHIM_FAIL"_s, fault);
    QStringList findings;
    if (const auto started = client.process.start(m_scene.salond().port()); !started)
        return {started.error().toString()};
    // While the disk is full nothing of the profile can be read either: it is there afterwards.
    const bool isForGood = fault.contains(u'+');
    if (isForGood)
        std::erase_if(client.device.drafts,
                      [](const DraftStep &step) { return step.kind == DraftStep::Found; });
    const QString run = QString::number(++m_runs);
    for (const RoomId room : m_scene.rooms()) {
        client.process.draft(room, u"half a draft"_s);
        client.process.post(room, u"one of "_s + run);
        // More than a page of the database.
        client.process.post(room, u"two of "_s + run + QString(9000, u'é'));
    }
    const RoomId first = m_scene.rooms().constFirst();
    if (!client.isAnswered())
        findings.append(u"nothing was said of a text"_s);
    client.process.post(first, u"three of "_s + run);
    client.process.edit(first, m_edited, u"another text of "_s + run);
    client.process.draft(first, u"the draft of "_s + run);
    if (!client.isAnswered())
        findings.append(u"nothing was said of the last text"_s);
    if (!client.process.quit())
        findings.append(u"it did not end by itself: "_s
                        + QString::fromUtf8(client.process.errors().right(1000)));
    *hasFailed = client.hasFailed();
    if (!isForGood) // the disk works again: what is drafted had a chance until the end
        client.device.noteDraft(DraftStep::Settled, first, u"the draft of "_s + run);

    for (const auto &name : {u"LD_PRELOAD"_s, u"SALON_SHIM_FAIL"_s, u"SALON_SHIM_LOG"_s})
        client.process.setEnvironment(name, {});
    if (const auto started = client.process.start(m_scene.salond().port()); !started)
        findings.append(u"it does not start again: "_s + started.error().toString());
    if (!client.isSent())
        findings.append(u"not all that was kept is sent: "_s + client.process.unsettled());
    if (!client.process.quit())
        findings.append(u"it does not end well after a restart"_s);
    for (const QString &file : client.process.setAside())
        findings.append(u"damaged: "_s + file);
    return findings + client.process.failures();
}

//! Every call until none fails; in the sample a few.
void TestClientIo::eachCallFails()
{
    QFETCH(bool, isFirstStart);
    QFETCH(QString, call);
    QFETCH(QString, howLong);
    QFETCH(int, error);
    QFETCH(int, stride);
    const QDeadlineTimer share = Extent::share(m_casesLeft--);
    const QString name = u"client_io_errors: "_s + QString::fromUtf8(QTest::currentDataTag());
    if (Extent::isLeftOut(name))
        QSKIP("no more time");
    std::mt19937_64 random(Extent::seed() + quint64(error));
    EachCall each;
    int tried = 0;
    int reached = 0;
    int sampled = 0;
    bool isEnd = false;
    QStringList findings;
    const auto next = [&]() -> std::optional<int> {
        if (Extent::isSoak())
            return each.next();
        sampled += 1 + int(random() % quint64(stride));
        return isEnd ? std::nullopt : std::optional(sampled);
    };
    auto n = next();
    for (; n && !share.hasExpired(); n = next()) {
        const QString fault = u"%1:%2%3:%4"_s.arg(call).arg(*n).arg(howLong).arg(error);
        bool hasFailed = false;
        for (const QString &finding :
             triedOnce(isFirstStart ? QString() : m_base.path(), fault, &hasFailed))
            findings.append(fault + u": "_s + finding);
        ++tried;
        if (hasFailed) {
            reached = std::max(reached, *n);
        } else {
            isEnd = true;
            each.endBefore(*n);
        }
    }
    const bool isCutShort = n.has_value();
    QList<const DeviceHistory *> devices;
    for (const DeviceHistory &device : m_devices)
        devices.append(&device);
    const Verdict verdict = m_scene.judge(m_history, devices);
    tellTried(name,
              {{u"tried"_s, tried},
               {u"last_that_failed"_s, reached},
               {u"cut_short"_s, isCutShort},
               {u"texts_turned_away"_s, turnedAway()},
               {u"found"_s, counted(verdict)}},
              findings.isEmpty() && verdict.isClean());
    m_devices.clear();
    QVERIFY2(findings.isEmpty(), qPrintable(findings.join(u'\n')));
    QVERIFY2(verdict.isClean(), qPrintable(verdict.text()));
}

QStringList TestClientIo::missing(const QString &image, const DeviceHistory &device,
                                  const Told &told)
{
    client::LocalStore store(image);
    QStringList findings;
    connect(&store, &client::LocalStore::setAside, &store,
            [&](const QString &path) { findings.append(u"damaged: "_s + path); });
    std::optional<client::LocalStore::Content> content;
    const client::StoreAccount account{u"http://127.0.0.1:%1"_s.arg(m_scene.salond().port()),
                                       m_scene.users().constFirst()};
    store.load(account, [&](const client::LocalStore::Content &found) { content = found; });
    if (!QTest::qWaitFor([&] { return content.has_value(); }, ShimmedClient::kAnswerMs))
        return {u"nothing was read"_s};
    for (size_t i = 0; i < told.rows; ++i) {
        const Sending &row = device.client.sendings[i];
        const auto found = content->outbox.value(qsizetype(i));
        if (found.key != row.key || found.text != row.text || found.room != row.room)
            findings.append(u"row %1 of %2 is another or none"_s.arg(i).arg(told.rows));
    }
    History history;
    DeviceHistory after(history.add(u"after it"_s));
    for (size_t i = 0; i < device.drafts.size(); ++i) {
        if (device.drafts[i].kind == DraftStep::Set
            || (device.drafts[i].kind == DraftStep::Settled && i < told.drafts))
            after.drafts.push_back(device.drafts[i]);
    }
    for (const RoomId room : m_scene.rooms())
        after.noteDraft(DraftStep::Found, room, content->drafts.value(room).text);
    if (const Verdict verdict = checked(after, {}); !verdict.isClean())
        findings.append(verdict.text());
    return findings;
}

QList<Told> TestClientIo::typeOffline(ShimmedClient &client, int count)
{
    QList<Told> told;
    for (int i = 0; i < count; ++i) {
        for (const RoomId room : m_scene.rooms()) {
            client.process.draft(room, u"draft %1"_s.arg(i));
            client.process.post(room, u"text %1 "_s.arg(i) + QString(i % 4 * 3000, u'é'));
            if (!client.isAnswered())
                return {};
            told.append({client.logEnd(), client.device.client.sendings.size(),
                         client.device.drafts.size()});
        }
        if (i % 3 == 0)
            QTest::qWait(700); // drafts are written meanwhile, and known to be at the next text
    }
    return told;
}

//! After each text that was shown as kept, and anywhere else.
void TestClientIo::powerCuts()
{
    History history; // of one whose texts are never sent
    DeviceHistory device(history.add(u"before the cut"_s));
    ShimmedClient client(m_scene, {}, device);
    m_scene.salond().kill(); // all has to wait
    const auto started = client.process.start(m_scene.salond().port());
    QVERIFY2(started, started ? "" : qPrintable(started.error().toString()));
    const QList<Told> told = typeOffline(client, Extent::of(6, 40));
    QVERIFY(!told.isEmpty());
    QVERIFY(std::ranges::count(device.drafts, DraftStep::Settled, &DraftStep::kind) >= 2);
    client.process.kill();
    QVERIFY(m_scene.salond().start());
    const auto records = readIoLog(client.logFile());
    QVERIFY2(records, records ? "" : qPrintable(records.error().toString()));
    QVERIFY(records->size() > 20);
    QList<qint64> cuts;
    for (const Told &what : told)
        cuts.append(what.logEnd);
    std::mt19937_64 random(Extent::seed());
    for (int i = 0; i < Extent::of(20, 600); ++i)
        cuts.append(records->at(qsizetype(random() % quint64(records->size()))).end);
    int tried = 0;
    QStringList findings;
    const QTemporaryDir nothing;
    for (const qint64 cut : std::as_const(cuts)) {
        if (Extent::isOver())
            break;
        const quint64 seed = ++tried % 3 == 0 ? 0 : random();
        const QTemporaryDir image;
        const auto made = makePowerCutImage(nothing.path(), *records, cut, seed, image.path());
        QVERIFY2(made, made ? "" : qPrintable(made.error().toString()));
        Told until;
        for (const Told &what : told)
            until = what.logEnd <= cut ? what : until;
        for (const QString &finding : missing(image.path(), device, until))
            findings.append(u"cut at %1 of %2, seed %3: %4"_s.arg(cut)
                                .arg(records->constLast().end)
                                .arg(seed)
                                .arg(finding));
    }
    tellTried(u"client_power_cuts"_s,
              {{u"images"_s, tried},
               {u"images_asked"_s, cuts.size()},
               {u"kept"_s, qint64(device.client.sendings.size())},
               {u"writes_and_syncs"_s, records->size()}},
              findings.isEmpty() && tried > 0);
    QVERIFY2(findings.isEmpty(), qPrintable(findings.join(u'\n')));
    QVERIFY2(tried > 0, "no time for a single image");
}

QTEST_GUILESS_MAIN(TestClientIo)
#include "tst_client_io.moc"
