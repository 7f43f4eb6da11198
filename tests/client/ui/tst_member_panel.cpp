// SPDX-License-Identifier: MIT
#include "client/ui/member_panel.h"
#include <QAbstractButton>
#include <QLabel>
#include <QListView>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

//! Who the panel says is in the room.
class TestMemberPanel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void listsInTheOrderGiven();
    void counts_data();
    void counts();
    void problemInsteadOfAList();
    void listAfterAProblem();
    void notesAreDrawn();
    void othersAreWrittenTo();
    void addingIsForSome();

private:
    QString title() { return m_panel->findChild<QLabel *>(u"memberCount"_s)->text(); }
    QStringList names()
    {
        const auto *model = m_panel->findChild<QListView *>(u"memberList"_s)->model();
        QStringList all;
        for (int row = 0; row < model->rowCount(); ++row)
            all.append(model->index(row, 0).data().toString());
        return all;
    }
    static QList<MemberRow> people(int count)
    {
        QList<MemberRow> rows;
        for (int i = 1; i <= count; ++i)
            rows.append({UserId{i}, u"User %1"_s.arg(i)});
        return rows;
    }

    std::unique_ptr<MemberPanel> m_panel;
};

void TestMemberPanel::init()
{
    m_panel = std::make_unique<MemberPanel>();
    m_panel->resize(240, 400);
    m_panel->show();
}

void TestMemberPanel::listsInTheOrderGiven()
{
    m_panel->setMembers({{UserId{2}, u"zoe"_s}, {UserId{1}, u"<b>ada</b>"_s}});
    QCOMPARE(names(), (QStringList{u"zoe"_s, u"<b>ada</b>"_s}));
    QCOMPARE(m_panel->count(), 2);
    m_panel->setMembers({{UserId{3}, u"grace"_s}});
    QCOMPARE(names(), QStringList{u"grace"_s});
}

void TestMemberPanel::counts_data()
{
    QTest::addColumn<int>("listed");
    QTest::addColumn<bool>("hasMore");
    QTest::addColumn<QString>("words");
    QTest::newRow("nobody") << 0 << false << u"0 members"_s;
    QTest::newRow("one") << 1 << false << u"1 member"_s;
    QTest::newRow("some") << 7 << false << u"7 members"_s;
    QTest::newRow("not all") << 7 << true << u"More than 7 members"_s;
}

void TestMemberPanel::counts()
{
    QFETCH(int, listed);
    QFETCH(bool, hasMore);
    QFETCH(QString, words);
    m_panel->setMembers(people(listed), hasMore);
    QCOMPARE(title(), words);
}

void TestMemberPanel::problemInsteadOfAList()
{
    m_panel->setMembers(people(3));
    m_panel->setProblem({u"The server could not be reached."_s});
    const auto *problem = m_panel->findChild<QLabel *>(u"memberProblem"_s);
    QVERIFY(problem->isVisible());
    QCOMPARE(problem->text(), u"The server could not be reached."_s);
    QCOMPARE(problem->textFormat(), Qt::PlainText);
    QCOMPARE(m_panel->count(), 0);
    QCOMPARE(title(), u"Members"_s);
}

void TestMemberPanel::listAfterAProblem()
{
    m_panel->setProblem({u"The server could not be reached."_s});
    m_panel->setMembers(people(2));
    QVERIFY(!m_panel->findChild<QLabel *>(u"memberProblem"_s)->isVisible());
    QCOMPARE(title(), u"2 members"_s);
}

void TestMemberPanel::notesAreDrawn()
{
    const auto look = [this](bool isOwner, bool isSelf) {
        m_panel->setMembers({{UserId{1}, u"ada"_s, isOwner, isSelf}});
        QCoreApplication::processEvents(); // the list lays itself out
        return m_panel->grab().toImage();
    };
    const QImage plain = look(false, false);
    const QImage owner = look(true, false);
    const QImage self = look(false, true);
    QVERIFY(plain != owner);
    QVERIFY(plain != self);
    QVERIFY(owner != self);
    QCOMPARE(look(true, true), self); // oneself is known to be in the room by that word
}

void TestMemberPanel::othersAreWrittenTo()
{
    QSignalSpy wanted(m_panel.get(), &MemberPanel::messageRequested);
    m_panel->setMembers({{UserId{1}, u"ada"_s, true, true}, {UserId{2}, u"grace"_s}});
    auto *list = m_panel->findChild<QListView *>(u"memberList"_s);
    for (const int row : {0, 1}) {
        const QPoint at = list->visualRect(list->model()->index(row, 0)).center();
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, at);
        QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, at);
    }
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].value<UserId>(), UserId{2});
    list->setFocus();
    list->setCurrentIndex(list->model()->index(1, 0));
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(wanted.size(), 2);
}

void TestMemberPanel::addingIsForSome()
{
    auto *add = m_panel->findChild<QAbstractButton *>(u"addPeople"_s);
    QVERIFY(!add->isVisible());
    m_panel->setMayAdd(true);
    QVERIFY(add->isVisible());
    QSignalSpy wanted(m_panel.get(), &MemberPanel::addRequested);
    add->click();
    QCOMPARE(wanted.size(), 1);
    m_panel->setMayAdd(false);
    QVERIFY(!add->isVisible());
}

QTEST_MAIN(TestMemberPanel)
#include "tst_member_panel.moc"
