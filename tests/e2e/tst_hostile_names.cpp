// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;

//! What a name may meet: the words of the error, or this one.
const auto kGood = u"accepted"_s;
const auto kRefused = u"name_not_allowed"_s;
const auto kTaken = u"name_taken"_s;
const auto kLong = u"too_large"_s;
const auto kBad = u"bad_request"_s; // before anybody looks at the name
const auto kNotSayable = QString(); // by this way

} // namespace

//! A hundred names that somebody would like to be called by, said to a real salond: as a room's
//! over HTTP, as a person's to the running server. There are already "paypal" and "ada" (both as
//! room and as person).
class TestHostileNames : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void hidden_data();
    void hidden() { meets(); }
    void spaces_data();
    void spaces() { meets(); }
    void lookAlikes_data();
    void lookAlikes() { meets(); }
    void shapes_data();
    void shapes() { meets(); }
    void sizes_data();
    void sizes() { meets(); }
    void pairs_data();
    void pairs();

private:
    void meets();
    QString asRoom(const QString &name);
    QString asUser(const QString &name);

    SalondProcess m_salond{kCheapPasswords
                           + "[limits]\nrooms_per_hour = 100000\nrequests_per_second = 10000\n"};
    HttpClient m_http{m_salond.port()};
};

namespace {

void columns()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("room");
    QTest::addColumn<QString>("user");
}

void row(const char *why, const QString &name, const QString &room, const QString &user)
{
    QTest::newRow(why) << name << room << user;
}

void row(const char *why, const QString &name, const QString &both)
{
    row(why, name, both, both);
}

} // namespace

void TestHostileNames::initTestCase()
{
    QVERIFY(m_salond.start());
    QVERIFY(m_salond.addUser(u"ada"_s, kPassword));
    QVERIFY(m_salond.addUser(u"paypal"_s, kPassword));
    const auto login = m_http.login(u"ada"_s, kPassword);
    QVERIFY(login);
    m_http.setToken(login->token.toUtf8());
    QCOMPARE(asRoom(u"paypal"_s), kGood);
    QCOMPARE(asRoom(u"ada"_s), kGood);
}

QString TestHostileNames::asRoom(const QString &name)
{
    // Each unit escaped: so even half a surrogate can be said.
    QByteArray json = R"({"name":")";
    for (const QChar c : name)
        json += "\\u" + QByteArray::number(c.unicode(), 16).rightJustified(4, '0');
    const HttpReply reply = m_http.post("/api/rooms", json + R"("})");
    if (reply.status == 201)
        return reply.body.contains("\"name\"") ? kGood : QString::fromUtf8(reply.body);
    const salon::Error error = reply.error();
    const auto word =
        error.reason == salon::Reason::None ? wireName(error.code) : wireName(error.reason);
    return QString::fromLatin1(word.data(), qsizetype(word.size()));
}

QString TestHostileNames::asUser(const QString &name)
{
    const CommandResult result = m_salond.command({u"user"_s, u"add"_s, u"--from"_s, u"-"_s},
                                                  name.toUtf8() + '\t' + kPassword.toUtf8() + '\n');
    if (result.exitCode == 0)
        return kGood;
    // The command says the code only.
    const std::pair<QByteArray, QString> words[] = {
        {"bad_request", kRefused}, {"conflict", kTaken}, {"too_large", kLong}};
    for (const auto &[code, word] : words) {
        if (result.errors.contains(": " + code + ':'))
            return word;
    }
    return QString::fromUtf8(result.errors);
}

void TestHostileNames::meets()
{
    QFETCH(QString, name);
    QFETCH(QString, room);
    QFETCH(QString, user);
    QCOMPARE(asRoom(name), room);
    if (user != kNotSayable)
        QCOMPARE(asUser(name), user);
    QVERIFY(m_salond.isRunning());
}

//! What a reader would not see, or what turns the others around.
void TestHostileNames::hidden_data()
{
    columns();
    row("NUL", u"ad"_s + QChar(0) + u"a"_s, kBad, kNotSayable);
    row("bell", u"bell\u0007"_s, kRefused);
    row("backspace over another letter", u"adx\u0008a"_s, kRefused);
    row("escape to a terminal", u"\u001B[31mred"_s, kRefused);
    row("delete", u"del\u007Fete"_s, kRefused);
    row("next line, C1", u"a\u0085b"_s, kRefused);
    row("half a surrogate", u"a"_s + QChar(0xD83D), kBad, kNotSayable);
    row("the other half", u"a"_s + QChar(0xDE00), kBad, kNotSayable);
    row("halves the wrong way round", u"a"_s + QChar(0xDE00) + QChar(0xD83D), kBad, kNotSayable);
    row("not a character", u"a\uFFFE"_s, kRefused);
    row("not a character, beyond the plane", u"a\U0001FFFF"_s, kRefused);
    row("private use", u"\uE000 team"_s, kRefused);
    row("private use, plane 16", u"\U00100000 team"_s, kRefused);
    row("unassigned", u"a\u0378b"_s, kRefused);
    row("zero width space", u"ad\u200Ba"_s, kRefused);
    row("zero width joiner between letters", u"ad\u200Da"_s, kRefused);
    row("zero width joiner at the end", u"ada\u200D"_s, kRefused);
    row("zero width non-joiner between letters", u"ad\u200Ca"_s, kRefused);
    row("word joiner", u"ad\u2060a"_s, kRefused);
    row("invisible plus", u"ad\u2064a"_s, kRefused);
    row("byte order mark", u"\uFEFFada"_s, kRefused, kTaken); // the file's there, not the name's
    row("soft hyphen", u"ad\u00ADa"_s, kRefused);
    row("combining grapheme joiner", u"ad\u034Fa"_s, kRefused);
    row("Hangul filler", u"\u3164"_s, kRefused);
    row("Hangul filler of half width", u"ada\uFFA0"_s, kRefused);
    row("Mongolian vowel separator", u"ad\u180Ea"_s, kRefused);
    row("Khmer inherent vowel", u"ad\u17B4a"_s, kRefused);
    row("blank of Braille", u"ada\u2800"_s, kRefused);
    row("selector behind a letter", u"ada\uFE0F"_s, kRefused);
    row("selector 17", u"ada\U000E0100"_s, kRefused);
    row("tag letter", u"ada\U000E0061"_s, kRefused);
    row("musical beam", u"ada\U0001D173"_s, kRefused);
    row("shorthand format", u"ada\U0001BCA0"_s, kRefused);
    row("right-to-left mark", u"ada\u200F"_s, kRefused);
    row("Arabic letter mark", u"ada\u061C"_s, kRefused);
    row("right-to-left override", u"ada\u202Egpj.exe"_s, kRefused);
    row("left-to-right embedding", u"\u202Aada\u202C"_s, kRefused);
    row("isolate that is never closed", u"\u2067ada"_s, kRefused);
    row("end of an isolate", u"ada\u2069"_s, kRefused);
    row("interlinear anchor", u"ada\uFFF9"_s, kRefused);
}

void TestHostileNames::spaces_data()
{
    columns();
    row("nothing", {}, kBad, kRefused);
    row("a space", u" "_s, kBad, kRefused);
    row("space before", u" ada"_s, kRefused);
    row("space after", u"ada "_s, kRefused);
    row("no-break space after", u"ada\u00A0"_s, kRefused);
    row("ideographic space before", u"\u3000ada"_s, kRefused);
    row("figure space after", u"ada\u2007"_s, kRefused);
    row("tab", u"a\tda"_s, kRefused, kNotSayable); // a tab ends the name there
    row("line feed", u"ada\nroot"_s, kRefused, kNotSayable);
    row("carriage return", u"ada\rroot"_s, kRefused);
    row("line separator", u"ada\u2028root"_s, kRefused);
    row("paragraph separator", u"ada\u2029root"_s, kRefused);
}

//! Beside "paypal" and "ada".
void TestHostileNames::lookAlikes_data()
{
    columns();
    row("the same", u"paypal"_s, kTaken);
    row("in capitals", u"PayPal"_s, kTaken);
    row("a digit for a letter", u"paypa1"_s, kTaken);
    row("a capital i for an l", u"paypaI"_s, kTaken);
    row("a capital i for an l, and a capital", u"PaypaI"_s, kTaken);
    row("capital i", u"IT"_s, kGood);
    row("capital L beside it", u"LT"_s, kGood);
    row("small i", u"mail"_s, kGood);
    row("small l beside it", u"mall"_s, kGood);
    row("a bar for an l", u"paypa|"_s, kTaken);
    row("Cyrillic a", u"p\u0430ypal"_s, kTaken);
    row("Cyrillic but for the l", u"\u0440\u0430\u0443\u0440\u0430l"_s, kTaken);
    row("Greek alpha", u"\u03B1d\u03B1"_s, kTaken);
    row("Greek capitals", u"\u0391D\u0391"_s, kTaken);
    row("full width", u"\uFF50\uFF41\uFF59\uFF50\uFF41\uFF4C"_s, kTaken);
    row("mathematical bold", u"\U0001D429\U0001D41A\U0001D432\U0001D429\U0001D41A\U0001D425"_s,
        kTaken);
    row("mathematical script", u"\U0001D4B6\U0001D4B9\U0001D4B6"_s, kTaken);
    row("circled letters", u"\u24D0\u24D3\u24D0"_s, kTaken);
    row("double struck", u"\U0001D552\U0001D555\U0001D552"_s, kTaken);
    row("Latin alpha", u"p\u0251ypal"_s, kTaken);
    row("Roman fifty", u"paypa\u217C"_s, kTaken);
    row("Cherokee", u"\u13AA\u13A0\u13AA"_s, kTaken);
}

//! What is right, however odd it looks; and what only rooms cannot be.
void TestHostileNames::shapes_data()
{
    columns();
    row("one dot", u"."_s, kRefused, kGood);
    row("two dots", u".."_s, kRefused, kGood);
    row("three dots", u"..."_s, kGood);
    row("dot before", u".hidden"_s, kGood);
    row("dot after", u"hidden."_s, kGood);
    row("a path", u"../../etc/passwd"_s, kRefused, kGood);
    row("a slash", u"a/b"_s, kRefused, kGood);
    row("a backslash", u"c:\\con"_s, kGood);
    row("digits", u"4711"_s, kRefused, kGood);
    row("Arabic digits", u"\u0664\u0662"_s, kRefused, kGood);
    row("null", u"null"_s, kGood);
    row("a percent sign", u"%2e%2e"_s, kGood);
    row("a quote for SQL", u"'; DROP TABLE rooms; --"_s, kGood);
    row("quotes for JSON", u"\",\"id\":\"1"_s, kGood);
    row("markup", u"<b>bold<br>"_s, kGood);
    row("a formula", u"=cmd|'calc'!A1"_s, kGood);
    row("marks one over the other", u"z\u0300\u0301\u0302\u0303"_s, kGood);
    row("a mark alone", u"\u0301"_s, kGood);
    row("family of emoji", u"\U0001F468\u200D\U0001F469\u200D\U0001F467"_s, kGood);
    row("Persian", u"می\u200Cخواهم"_s, kGood);
}

void TestHostileNames::sizes_data()
{
    columns();
    row("33 letters", QString(33, u'k'), kGood, kLong);
    row("80 letters", QString(80, u'l'), kGood, kLong);
    row("81 letters", QString(81, u'm'), kLong);
    row("32 letters of four bytes", u"\U0001F600"_s.repeated(32), kGood);
    row("81 letters of four bytes", u"\U0001F600"_s.repeated(81), kLong);
    row("one letter under a hundred marks", u"e"_s + u"\u0301"_s.repeated(100), kLong);
    row("long once normalised", u"\uFDFA\uFDFA"_s, kGood, kLong);
    row("a hundred thousand letters", QString(20'000, u'n'), kLong);
}

//! Each pair is new; whoever comes second is too late.
void TestHostileNames::pairs_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::newRow("rn and m") << u"modern"_s << u"modem"_s;
    QTest::newRow("l and capital i") << u"lan"_s << u"Ian"_s;
    QTest::newRow("capital i and l") << u"AI"_s << u"Al"_s;
    QTest::newRow("Greek capital eta") << u"hans"_s << u"\u0397ans"_s;
    QTest::newRow("zero and O") << u"R0B0T"_s << u"ROBOT"_s;
    QTest::newRow("sharp s") << u"Stra\u00DFe"_s << u"STRASSE"_s;
    QTest::newRow("composed and not") << u"Zo\u00EB"_s << u"Zoe\u0308"_s;
    QTest::newRow("ligature") << u"o\uFB03ce"_s << u"office"_s;
    QTest::newRow("two spaces") << u"two words"_s << u"two  words"_s;
    QTest::newRow("no-break space") << u"one word"_s << u"one\u00A0word"_s;
    QTest::newRow("Cyrillic first") << u"\u0441\u0430\u043A\u0435"_s << u"ca\u043Ae"_s;
    QTest::newRow("Greek and Latin") << u"\u039Fmega"_s << u"Omega"_s;
    QTest::newRow("emoji with and without its selector")
        << u"love \u2764"_s << u"love \u2764\uFE0F"_s;
    QTest::newRow("dashes") << u"x\u2010y"_s << u"x\u2011y"_s;
}

void TestHostileNames::pairs()
{
    QFETCH(QString, first);
    QFETCH(QString, second);
    QCOMPARE(asRoom(first), kGood);
    QCOMPARE(asRoom(second), kTaken);
    QCOMPARE(asUser(first), kGood);
    QCOMPARE(asUser(second), kTaken);
}

QTEST_GUILESS_MAIN(TestHostileNames)
#include "tst_hostile_names.moc"
