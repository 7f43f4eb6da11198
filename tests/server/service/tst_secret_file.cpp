// SPDX-License-Identifier: MIT
#include "server/service/private_file.h"
#include "server/service/secret_file.h"
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

Q_DECLARE_METATYPE(salon::server::SecretForm)

//! The files of secrets that salond makes for itself.
class TestSecretFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isMadeOnceAndPrivate_data();
    void isMadeOnceAndPrivate();
    void isNotMadeOverAnother();
    void wrongLengths_data();
    void wrongLengths();
    void openToOthers_data();
    void openToOthers();
    void cannotBeRead();
    void cannotBeMade();

private:
    static Result<QByteArray> load(const QString &path, SecretForm form = SecretForm::Bytes)
    {
        return loadOrMakeSecret(path, form, u"a new one is made"_s);
    }
    static QString sentence(const Result<QByteArray> &result)
    {
        return result ? QString() : result.error().message;
    }
    QString file(const QString &name) const { return m_folder.filePath(name); }
    QTemporaryDir m_folder;
};

void TestSecretFile::isMadeOnceAndPrivate_data()
{
    QTest::addColumn<SecretForm>("form");
    QTest::addColumn<int>("length");
    QTest::addColumn<int>("onDisk");
    QTest::newRow("bytes") << SecretForm::Bytes << 32 << 32;
    QTest::newRow("line") << SecretForm::Line << 64 << 65;
}

void TestSecretFile::isMadeOnceAndPrivate()
{
    QFETCH(const SecretForm, form);
    const QString path = file(QString::fromLatin1(QTest::currentDataTag()));
    const auto made = load(path, form);
    QVERIFY2(made, qPrintable(sentence(made)));
    QTEST(int(made->size()), "length");
    QTEST(int(QFile(path).size()), "onDisk");
    QVERIFY(!isOpenToOthers(path));
    const auto again = load(path, form);
    QVERIFY2(again, qPrintable(sentence(again)));
    QCOMPARE(*again, *made);
    const auto other = load(path + u".other"_s, form);
    QVERIFY2(other, qPrintable(sentence(other)));
    QVERIFY(*other != *made);
}

void TestSecretFile::isNotMadeOverAnother()
{
    const QString path = file(u"taken"_s);
    QVERIFY(makePrivateFile(path, "x"));
    QVERIFY(!makePrivateFile(path, "y"));
    QFile taken(path);
    QVERIFY(taken.open(QIODevice::ReadOnly));
    QCOMPARE(taken.readAll(), QByteArray("x"));
}

void TestSecretFile::wrongLengths_data()
{
    QTest::addColumn<SecretForm>("form");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("good");
    const auto row = [](const char *name, SecretForm form, const QByteArray &content, bool good) {
        QTest::newRow(name) << form << content << good;
    };
    const QByteArray whole(32, 'k');
    row("no bytes", SecretForm::Bytes, {}, false);
    row("a byte short", SecretForm::Bytes, whole.first(31), false);
    row("a byte long", SecretForm::Bytes, whole + '\n', false);
    row("right", SecretForm::Bytes, whole, true);
    row("right, and white", SecretForm::Bytes, QByteArray(32, '\n'), true);
    row("no line", SecretForm::Line, {}, false);
    row("short line", SecretForm::Line, whole.first(31) + '\n', false);
    row("spaces do not count", SecretForm::Line, ' ' + whole.first(31) + " \n", false);
    row("line of one's own", SecretForm::Line, whole + '\n', true);
    row("line without an end", SecretForm::Line, whole, true);
}

void TestSecretFile::wrongLengths()
{
    QFETCH(const SecretForm, form);
    QFETCH(const QByteArray, content);
    QFETCH(const bool, good);
    const QString path = file(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(makePrivateFile(path, content));
    const auto loaded = load(path, form);
    QCOMPARE(bool(loaded), good);
    if (good)
        QCOMPARE(*loaded, form == SecretForm::Line ? content.trimmed() : content);
    else
        QVERIFY2(sentence(loaded).contains(path)
                     && sentence(loaded).endsWith(u"delete it: a new one is made"),
                 qPrintable(sentence(loaded)));
}

void TestSecretFile::openToOthers_data()
{
    QTest::addColumn<QFile::Permissions>("more");
    QTest::newRow("group reads") << QFile::Permissions(QFile::ReadGroup);
    QTest::newRow("group writes") << QFile::Permissions(QFile::WriteGroup);
    QTest::newRow("all read") << QFile::Permissions(QFile::ReadOther);
    QTest::newRow("all write") << QFile::Permissions(QFile::WriteOther);
}

void TestSecretFile::openToOthers()
{
#ifndef Q_OS_UNIX
    QSKIP("no modes here");
#endif
    QFETCH(const QFile::Permissions, more);
    const QString path = file(QString::fromLatin1(QTest::currentDataTag()));
    for (const SecretForm form : {SecretForm::Bytes, SecretForm::Line}) {
        QFile::remove(path);
        QVERIFY(load(path, form));
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | more));
        const auto open = load(path, form);
        QVERIFY(!open);
        QVERIFY2(sentence(open).contains(u"chmod 600"), qPrintable(sentence(open)));
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
        QVERIFY(load(path, form));
    }
}

//! A folder in its place, which nobody can read as a file, root neither.
void TestSecretFile::cannotBeRead()
{
    const QString path = file(u"folder"_s);
    QVERIFY(QDir().mkdir(path));
    QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    const auto loaded = load(path);
    QVERIFY(!loaded);
    QVERIFY2(sentence(loaded).contains(u"cannot read"), qPrintable(sentence(loaded)));
}

void TestSecretFile::cannotBeMade()
{
    const auto loaded = load(file(u"none/secret"_s));
    QVERIFY(!loaded);
    QVERIFY2(sentence(loaded).contains(u"cannot make"), qPrintable(sentence(loaded)));
}

QTEST_APPLESS_MAIN(TestSecretFile)
#include "tst_secret_file.moc"
