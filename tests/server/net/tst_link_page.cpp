// SPDX-License-Identifier: MIT
#include "server/net/link_page.h"
#include <QCryptographicHash>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

namespace {

HttpRequest requestFor(const QByteArray &target, const QByteArray &host)
{
    HttpRequest request;
    request.method = "GET";
    request.target = target;
    request.headers.add("Host", host);
    [[maybe_unused]] const auto decoded = decodeTarget(request);
    return request;
}

QByteArray headerOf(const HttpResponse &page, const QByteArray &name)
{
    for (const auto &[key, value] : page.headers) {
        if (key == name)
            return value;
    }
    return {};
}

} // namespace

//! The page that leads from a browser into Salon.
class TestLinkPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void offersTheLink_data();
    void offersTheLink();
    void allowsNothing();
    void refuses_data();
    void refuses();
};

void TestLinkPage::offersTheLink_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("link");
    const auto row = [](const char *name, const QByteArray &host, const QByteArray &link) {
        QTest::newRow(name) << host << link;
    };
    row("usual", "chat.example.org", "salon://chat.example.org/42/991");
    row("port", "127.0.0.1:8008", "salon://127.0.0.1:8008/42/991");
    row("IPv6", "[::1]:8008", "salon://[::1]:8008/42/991");
    row("upper case", "Chat.Example.Org", "salon://chat.example.org/42/991");
}

void TestLinkPage::offersTheLink()
{
    QFETCH(const QByteArray, host);
    QFETCH(const QByteArray, link);
    const auto page = linkPage(requestFor("/link/42/991", host));
    QVERIFY(page);
    QCOMPARE(page->status, 200);
    QCOMPARE(page->contentType, "text/html; charset=utf-8");
    QVERIFY2(page->body.contains("href=\"" + link + '"'), page->body.constData());
}

void TestLinkPage::allowsNothing()
{
    const auto page = linkPage(requestFor("/link/42/991", "h"));
    const QByteArray policy = headerOf(*page, "Content-Security-Policy");
    QVERIFY(policy.startsWith("default-src 'none'; "));
    for (const char *never : {"unsafe", "script-src", "img-src", "connect-src", "*", "http"})
        QVERIFY2(!policy.contains(never), never);
    QVERIFY(policy.contains("frame-ancestors 'none'") && policy.contains("form-action 'none'"));
    QVERIFY(!page->body.contains("<script") && !page->body.contains("javascript"));
    // The style is the one that the policy names.
    const qsizetype begin = page->body.indexOf("<style>") + 7;
    const QByteArray style = page->body.mid(begin, page->body.indexOf("</style>") - begin);
    const QByteArray hash = QCryptographicHash::hash(style, QCryptographicHash::Sha256).toBase64();
    QVERIFY(policy.contains("'sha256-" + hash + '\''));
    QCOMPARE(headerOf(*page, "Referrer-Policy"), "no-referrer");
}

void TestLinkPage::refuses_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const QByteArray &target, const QByteArray &host,
                        ErrorCode code) { QTest::newRow(name) << target << host << int(code); };
    row("room by name", "/link/general/991", "h", ErrorCode::NotFound);
    row("no number", "/link/42/9x", "h", ErrorCode::NotFound);
    row("nought", "/link/42/0", "h", ErrorCode::NotFound);
    row("mark-up", "/link/42/%22%3E%3Cscript%3E", "h", ErrorCode::NotFound);
    row("other digits", "/link/42/%D9%A1", "h", ErrorCode::NotFound);
    row("too long", "/link/42/12345678901234567", "h", ErrorCode::NotFound);
    row("no host", "/link/42/991", "", ErrorCode::BadRequest);
    row("host with marks", "/link/42/991", "h&x", ErrorCode::BadRequest);
    row("host with a quote", "/link/42/991", "h'x", ErrorCode::BadRequest);
}

void TestLinkPage::refuses()
{
    QFETCH(const QByteArray, target);
    QFETCH(const QByteArray, host);
    QFETCH(const int, code);
    const auto page = linkPage(requestFor(target, host));
    QVERIFY(!page);
    QCOMPARE(int(page.error().code), code);
}

QTEST_GUILESS_MAIN(TestLinkPage)
#include "tst_link_page.moc"
