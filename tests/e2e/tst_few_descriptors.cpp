// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/process_meter.h"
#include "tests/support/salond_process.h"
#include "tests/support/silent_crowd.h"
#include "tests/support/test_client.h"
#include <QTest>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace salon::test;

namespace {

constexpr rlim_t kDescriptors = 256; // of this process, and of salond
constexpr int kHalf = kDescriptors / 2;
constexpr int kCrowd = kHalf + 50;
const QString kPassword = u"correct horse 7"_s;

} // namespace

//! A real salond that may open few files, and one address that takes all that strangers may have.
class TestFewDescriptors : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aCrowdGivesWay();
};

void TestFewDescriptors::initTestCase()
{
    const rlimit few{kDescriptors, kDescriptors};
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &few), 0);
}

void TestFewDescriptors::aCrowdGivesWay()
{
    SalondProcess salond(kCheapPasswords);
    QVERIFY(salond.start());
    QVERIFY(salond.addUser(u"ada"_s, kPassword));
    const int before = descriptorCount(salond.pid());
    SilentCrowd crowd;
    QVERIFY(crowd.connectTo(salond.port(), kCrowd, kCrowd));
    QTRY_VERIFY((crowd.turn(10), crowd.openCount() <= kHalf));

    // Before the crowd's deadlines: 5 s for those that are read, 10 s for those that are held.
    const auto login = HttpClient(salond.port()).login(u"ada"_s, kPassword);
    QVERIFY2(login, qPrintable(login ? QString() : login.error().message));
    TestClient ada(salond.url());
    QVERIFY(ada.open(login->token));
    QTRY_VERIFY((crowd.turn(10), crowd.openCount() < kHalf));
    QCOMPARE(crowd.others(), 0);
    QVERIFY(descriptorCount(salond.pid()) <= before + kHalf + 2); // ada's, and one on its way out
    crowd.clear();
    QTRY_VERIFY(descriptorCount(salond.pid()) <= before + 2);
}

QTEST_GUILESS_MAIN(TestFewDescriptors)
#include "tst_few_descriptors.moc"
