// SPDX-License-Identifier: MIT
#include "tests/e2e/tls_scene.h"
#include "client/ui/main_window.h"
#include "client/ui/theme/appearance.h"
#include <QAbstractButton>
#include <QDialog>
#include <QDir>
#include <QSettings>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;

namespace salon::test {

static QString withoutIsolates(QString text)
{
    return text.remove(QChar(0x2068)).remove(QChar(0x2069));
}

QString allTexts(QWidget *owner)
{
    QStringList texts;
    for (const QLabel *label : owner->findChildren<QLabel *>()) {
        if (label->isVisible())
            texts.append(label->text());
    }
    return withoutIsolates(texts.join(u'\n'));
}

void TlsScene::begin()
{
    m_authority.installHere();
    m_salond = std::make_unique<SalondProcess>(kCheapPasswords);
    QVERIFY2(m_salond->start(), m_salond->log().constData());
    QVERIFY(m_salond->addUser(u"ada"_s, kPassword));
}

void TlsScene::open()
{
    m_proxy = std::make_unique<TlsProxy>(m_salond->port(), m_authority.issue());
    QVERIFY2(m_authority.problem().isEmpty(), qPrintable(m_authority.problem()));
    m_ada = std::make_unique<WindowUser>();
    QSettings(m_ada->profile() + u"/salon.ini"_s, QSettings::IniFormat)
        .setValue(u"net/timeout_ms"_s, 3'000);
}

void TlsScene::signIn(const QString &server)
{
    m_ada->start();
    QTRY_VERIFY(WindowUser::loginDialog());
    WindowUser::logIn(server, u"ada"_s, kPassword);
}

void TlsScene::expectError(const QString &words)
{
    const auto isTold = [&] { return WindowUser::loginError(u"loginServer"_s).contains(words); };
    QVERIFY2(QTest::qWaitFor(isTold), qPrintable(WindowUser::loginError(u"loginServer"_s)));
    QVERIFY(!m_ada->window().isVisible());
}

void TlsScene::expectNothingHeard()
{
    QVERIFY(m_proxy->accepted() > 0);
    QCOMPARE(m_proxy->heard(), QByteArray());
}

QString TlsScene::accountText()
{
    return withoutIsolates(m_ada->find<QAbstractButton>(u"accountHeader"_s)->accessibleName());
}

QString TlsScene::connectionFacts()
{
    m_ada->choose(u"accountHeader"_s, u"connectionDetails"_s);
    return allTexts(m_ada->dialog(u"connectionPanel"_s));
}

void TlsScene::savePicture(QWidget *widget, const QString &name)
{
    const QDir pictures(QStringLiteral(SALON_PICTURES));
    QVERIFY(pictures.mkpath(u"."_s));
    ProfileSettings settings(pictures.filePath(u"look.ini"_s));
    Appearance look(&settings);
    for (const auto choice : {Appearance::Choice::Dark, Appearance::Choice::Light}) {
        look.setChoice(choice);
        QTest::qWait(1); // the layout follows in the event loop
        const auto shade = choice == Appearance::Choice::Dark ? "dark"_L1 : "light"_L1;
        QVERIFY(widget->grab().save(
            pictures.filePath(u"tls_%1_%2.png"_s.arg(QString(name).replace(u' ', u'_'), shade))));
    }
}

} // namespace salon::test
