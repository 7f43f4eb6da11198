// SPDX-License-Identifier: MIT
#include "client/ui/completion/completion_row.h"
#include "client/ui/theme/theme.h"
#include "tests/support/salond_process.h"
#include "tests/support/window_user.h"
#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QSettings>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;

} // namespace

//! What helps with writing, at real windows over a real salond.
class TestWriting : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void namesOfMembersAreCompleted();
    void allAreCompletedForAnOwner();
    void whoIsElsewhereIsToldApart();
    void roomsAreCompleted();
    void pastedCodeBecomesABlock();
    void codeIsInColors();
    void emojiAreRemembered();

private:
    QPlainTextEdit *edit() { return m_ada.find<QPlainTextEdit>(u"composerEdit"_s); }
    QListView *list() { return m_ada.find<QListView>(u"completionList"_s); }
    QStringList offered();
    QString detail() { return list()->model()->index(0, 0).data(DetailRole).toString(); }
    //! The same in both colours.
    void savePictures(const QString &name);

    SalondProcess m_salond{kCheapPasswords};
    WindowUser m_ada;
    WindowUser m_grace;
};

void TestWriting::initTestCase()
{
    QVERIFY(m_salond.start());
    QVERIFY(m_salond.addUser(u"ada"_s, kPassword));
    QVERIFY(m_salond.addUser(u"grace"_s, kPassword));
    m_ada.start({m_salond.url(), u"ada"_s, kPassword});
    m_grace.start({m_salond.url(), u"grace"_s, kPassword});
    QTRY_COMPARE(m_ada.openedRoom(), u"general"_s);
    QTRY_COMPARE(m_grace.openedRoom(), u"general"_s);
    m_grace.say(u"What does it weave?"_s);
    QTRY_COMPARE(m_ada.texts().size(), 1);
}

QStringList TestWriting::offered()
{
    QStringList labels;
    if (!list() || !list()->isVisible())
        return labels;
    const auto *model = list()->model();
    for (int row = 0; row < model->rowCount(); ++row)
        labels.append(model->index(row, 0).data().toString());
    return labels;
}

void TestWriting::savePictures(const QString &name)
{
    const Theme before = Theme::current();
    const QDir pictures(QStringLiteral(SALON_PICTURES));
    QVERIFY(pictures.mkpath(u"."_s));
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        Theme::setCurrent(Theme::make(scheme));
        QCoreApplication::processEvents();
        const auto side = scheme == Scheme::Light ? u"light"_s : u"dark"_s;
        QVERIFY(m_ada.window().grab().save(pictures.filePath(name + u'_' + side + u".png"_s)));
    }
    Theme::setCurrent(before);
}

void TestWriting::namesOfMembersAreCompleted()
{
    m_ada.type(u"Flowers, @gr"_s);
    QTRY_COMPARE(offered(), QStringList{u"@grace"_s});
    savePictures(u"completion_people"_s);
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(m_ada.draft(), u"Flowers, @grace "_s);
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_COMPARE(m_grace.latest(), u"Flowers, @grace "_s);
}

void TestWriting::allAreCompletedForAnOwner()
{
    m_ada.type(u"@roo"_s);
    QTRY_COMPARE(offered(), QStringList{u"Everybody in this room"_s});
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(m_ada.draft(), u"@room "_s);
    edit()->clear();
    m_grace.type(u"@ad"_s);
    const auto graces = [this] { return m_grace.find<QListView>(u"completionList"_s); };
    QTRY_VERIFY(graces() && graces()->isVisible());
    m_grace.find<QPlainTextEdit>(u"composerEdit"_s)->clear();
    m_grace.type(u"@roo"_s); // she owns nothing
    QVERIFY(!graces()->isVisible());
    m_grace.find<QPlainTextEdit>(u"composerEdit"_s)->clear();
}

void TestWriting::whoIsElsewhereIsToldApart()
{
    m_ada.click(u"createRoom"_s);
    QTRY_VERIFY(m_ada.dialog(u"createRoomDialog"_s));
    QDialog *create = m_ada.dialog(u"createRoomDialog"_s);
    WindowUser::fill(create, u"roomNameEdit"_s, u"engines"_s);
    WindowUser::click(create, u"createRoomSubmit"_s);
    QTRY_COMPARE(m_ada.openedRoom(), u"engines"_s);
    m_ada.type(u"@gr"_s);
    QTRY_COMPARE(offered(), QStringList{u"@grace"_s});
    QCOMPARE(detail(), u"not in this room"_s);

    m_grace.click(u"browseRooms"_s);
    QTRY_VERIFY(m_grace.dialog(u"browseRoomsDialog"_s));
    QDialog *browse = m_grace.dialog(u"browseRoomsDialog"_s);
    WindowUser::fill(browse, u"browseFilter"_s, u"engine"_s);
    QTRY_COMPARE(browse->findChild<QListView *>(u"browseList"_s)->model()->rowCount(), 1);
    WindowUser::click(browse, u"browseJoin"_s);
    QTRY_COMPARE(m_grace.openedRoom(), u"engines"_s);
    QTRY_COMPARE(m_ada.members(), (QStringList{u"ada"_s, u"grace"_s}));
    m_ada.type(u"a"_s);
    QTRY_COMPARE(detail(), QString());
    QTest::keyClick(edit(), Qt::Key_Escape);
    edit()->clear();
}

void TestWriting::roomsAreCompleted()
{
    m_ada.type(u"see #e"_s);
    QTRY_COMPARE(offered(), QStringList{u"#engines"_s});
    QTest::keyClick(edit(), Qt::Key_Tab);
    QCOMPARE(m_ada.draft(), u"see #engines "_s);
    edit()->clear();
}

void TestWriting::pastedCodeBecomesABlock()
{
    m_ada.type(u"Look: "_s);
    QGuiApplication::clipboard()->setText(u"if weaves:\n    flowers()\n    leaves()"_s);
    QTest::keyClick(edit(), Qt::Key_V, Qt::ControlModifier);
    QTRY_VERIFY(m_ada.find<QWidget>(u"pasteBar"_s)->isVisible());
    savePictures(u"paste_offer"_s);
    m_ada.click(u"pasteAsCode"_s);
    savePictures(u"paste_block"_s);
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_COMPARE(m_grace.latest(), u"Look: \n```\nif weaves:\n    flowers()\n    leaves()\n```"_s);
}

void TestWriting::codeIsInColors()
{
    const QString code = u"With \u2764\uFE0F and \U0001F575\uFE0F\u200D\u2640\uFE0F:\n```cpp\n"
                         "#include <vector>\n// Sums what is woven.\n"
                         "int sum(const std::vector<int> &all)\n{\n    int total = 0x10;\n"
                         "    for (const int each : all)\n        total += each;\n"
                         "    log(\"sum\", total);\n    return total;\n}\n```\n"
                         "```diff\n@@ -1 +1 @@\n-old\n+new\n```"_s;
    edit()->setPlainText(code);
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_COMPARE(m_grace.latest(), code);
    savePictures(u"code_in_colors"_s);
}

void TestWriting::emojiAreRemembered()
{
    m_ada.type(u":fi"_s);
    QTRY_VERIFY(offered().contains(u":fire:"_s));
    savePictures(u"completion_emoji"_s);
    edit()->clear();
    m_ada.say(u"It works :tada:"_s);
    QTRY_COMPARE(m_grace.latest(), u"It works \U0001F389"_s);
    m_ada.type(u"Nice, but see https://salon.example "_s);
    m_ada.click(u"composerEmoji"_s);
    savePictures(u"emoji_picker"_s);
    m_ada.click(u"emojiTone"_s);
    savePictures(u"emoji_tones"_s);
    m_ada.click(u"emojiTone"_s);
    auto *search = m_ada.find<QLineEdit>(u"emojiSearch"_s);
    QTest::keyClicks(search, u"heart"_s);
    savePictures(u"emoji_picker_search"_s);
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(m_ada.draft(), u"Nice, but see https://salon.example \u2764\uFE0F"_s);
    savePictures(u"emoji_picked"_s);
    m_ada.quit();
    const QSettings settings(m_ada.profile() + u"/salon.ini"_s, QSettings::IniFormat);
    QCOMPARE(settings.value(u"emoji/recent"_s).toStringList(),
             QStringList({u"\u2764\uFE0F"_s, u"\U0001F389"_s}));
}

QTEST_MAIN(TestWriting)
#include "tst_writing.moc"
