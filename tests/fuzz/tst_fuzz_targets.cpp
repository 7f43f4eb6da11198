// SPDX-License-Identifier: MIT
#include "tests/fuzz/mutation.h"
#include "tests/fuzz/target.h"
#include <QDeadlineTimer>
#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace salon::fuzz;

namespace {

const auto kCorpus = QStringLiteral(SALON_FUZZ_CORPUS);
constexpr int kMutatedMs = 1500; // for each target
constexpr qint64 kMostMutations = 200'000;

const Target &targetNamed(const QString &name)
{
    return *std::ranges::find_if(
        targets(), [&](const Target &t) { return name == QLatin1StringView(t.name); });
}

//! The seed of this run: SALON_FUZZ_SEED, or another one each time.
quint32 runSeed()
{
    bool isSet = false;
    const auto seed = qEnvironmentVariable("SALON_FUZZ_SEED").toUInt(&isSet);
    return isSet ? seed : QRandomGenerator::global()->generate();
}

} // namespace

//! The fuzz targets without libFuzzer: the corpus, the seeds, and many mutations of both.
class TestFuzzTargets : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void corpus_data() { addTargets(); }
    void corpus();
    void mutations_data() { addTargets(); }
    void mutations();

private:
    static void addTargets();
};

void TestFuzzTargets::addTargets()
{
    QTest::addColumn<QString>("name");
    for (const Target &target : targets())
        QTest::newRow(target.name) << QString::fromLatin1(target.name);
}

void TestFuzzTargets::corpus()
{
    QFETCH(QString, name);
    const Target &target = targetNamed(name);
    const auto corpus = corpusOf(kCorpus, target.name);
    QVERIFY(!corpus.isEmpty());
    for (const QByteArray &bytes : corpus + target.seeds()) {
        const auto broken = target.check(bytes);
        if (broken)
            QFAIL(qPrintable(*broken + u"\nbase64: "_s + QString::fromLatin1(bytes.toBase64())));
    }
}

void TestFuzzTargets::mutations()
{
    QFETCH(QString, name);
    const Target &target = targetNamed(name);
    const auto seeds = corpusOf(kCorpus, target.name) + target.seeds();
    const auto words = target.words();
    const quint32 seed = runSeed();
    QRandomGenerator random(seed);
    const QDeadlineTimer deadline(kMutatedMs);
    qint64 count = 0;
    while (count < kMostMutations && !deadline.hasExpired()) {
        const QByteArray &from = seeds.at(random.bounded(qint32(seeds.size())));
        const QByteArray bytes = mutated(from, seeds, words, random);
        ++count;
        const auto broken = target.check(bytes);
        if (broken)
            QFAIL(qPrintable(u"%1\nSALON_FUZZ_SEED=%2, mutation %3, base64: %4"_s.arg(*broken)
                                 .arg(seed)
                                 .arg(count)
                                 .arg(QString::fromLatin1(bytes.toBase64()))));
    }
    qInfo("%s: %lld mutations, SALON_FUZZ_SEED=%u", target.name, static_cast<long long>(count),
          seed);
}

QTEST_APPLESS_MAIN(TestFuzzTargets)
#include "tst_fuzz_targets.moc"
