// SPDX-License-Identifier: MIT
#include "client/ui/account_header.h"
#include "client/ui/emoji/emoji_choices.h"
#include "client/ui/emoji/emoji_picker.h"
#include "client/ui/reaction_popup.h"
#include "client/ui/room_pane.h"
#include "client/ui/timeline/timeline_view.h"
#include "client/ui/tray_icon.h"
#include "tests/client/golden/golden_test.h"
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QToolButton>
#include <QToolTip>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

using Golden = GoldenWindow;

//! What opens beside something and goes away by itself.
class TestGoldenPopups : public GoldenTest {
    Q_OBJECT
private Q_SLOTS:
    void quickReactions_data() { schemes(); }
    void quickReactions()
    {
        useScheme();
        ReactionPopup popup({u"🚀"_s, u"👍"_s});
        popup.setAttribute(Qt::WA_DeleteOnClose, false);
        popup.openBeside({300, 300, 100, 32});
        compareShown(popup, u"quick_reactions"_s);
        QVERIFY(hasCutCorners(popup));
    }
    void tones_data() { schemes(); }
    void tones()
    {
        begin(Golden::kGeneral);
        EmojiChoices choices;
        choices.setTone(SkinTone::MediumDark);
        for (const auto &emoji : {u"🚀"_s, u"🎉"_s, u"👀"_s})
            choices.use(emoji);
        auto *picker = new EmojiPicker(choices);
        picker->open(&m->window(), {300, 600, 32, 32});
        QTest::mouseClick(picker->findChild<QToolButton *>(u"emojiTone"_s), Qt::LeftButton);
        m->settle();
        compare(*picker, u"tones"_s);
        delete picker;
    }
    void account_data() { schemes(); }
    void account()
    {
        beginWithPresence(Golden::kGeneral, {Golden::kGrace});
        m->chat().presence().own().choose(PresenceChoice::DoNotDisturb);
        m->settle();
        auto *header = m->find<AccountHeader>("accountHeader");
        compare(m->window(), u"account"_s, header->geometry());
        header->click();
        auto *menu = m->find<QMenu>("accountMenu");
        QVERIFY(menu && menu->isVisible());
        compare(*menu, u"account_menu"_s);
        auto *switches = menu->findChild<QMenu *>(u"presenceSwitches"_s);
        QVERIFY(switches);
        switches->popup(m->window().mapToGlobal(QPoint(0, 0)));
        compare(*switches, u"presence_switches"_s);
        switches->close();
        menu->close();
    }
    void messageMenu_data() { schemes(); }
    void messageMenu()
    {
        begin(Golden::kGeneral);
        TimelineView *timeline = m->window().pane()->timeline();
        const int answer = timeline->model()->indexOf(Golden::kAnswer);
        const QPoint at = timeline->rowRect(answer).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, at,
                                timeline->viewport()->mapToGlobal(at));
        QCoreApplication::sendEvent(timeline->viewport(), &event);
        auto *menu = m->find<QMenu>("messageMenu");
        QVERIFY(menu && menu->isVisible());
        compare(*menu, u"message_menu"_s);
        menu->close();
    }
    void whoReacted_data() { schemes(); }
    void whoReacted()
    {
        begin(Golden::kGeneral);
        TimelineView *timeline = m->window().pane()->timeline();
        const int row = timeline->model()->rowCount() - 1;
        const auto &targets = timeline->geometry().layout(row).targets();
        const auto chip = std::ranges::find(targets, RowTarget::Kind::Reaction, &RowTarget::kind);
        QVERIFY(chip != targets.end());
        const QPoint at = timeline->targetRect(row, int(chip - targets.begin())).center();
        QHelpEvent event(QEvent::ToolTip, at, timeline->viewport()->mapToGlobal(at));
        QCoreApplication::sendEvent(timeline->viewport(), &event);
        const auto windows = QApplication::topLevelWidgets();
        const auto tip = std::ranges::find_if(
            windows, [](const QWidget *each) { return each->inherits("QTipLabel"); });
        QVERIFY(tip != windows.end() && (*tip)->isVisible());
        compare(**tip, u"who_reacted"_s);
        QVERIFY(hasCutCorners(**tip));
        QToolTip::hideText();
        delete *tip;
    }
    void tray_data() { schemes(); }
    void tray()
    {
        begin(Golden::kGeneral);
        const QTemporaryDir folder;
        ProfileSettings profile(folder.filePath(u"salon.ini"_s));
        NotificationSettings settings(profile, m->clock());
        TrayIcon icon(settings);
        icon.setHasReason(true);
        const auto windows = QApplication::topLevelWidgets();
        const auto menu = std::ranges::find(windows, u"trayMenu"_s,
                                            [](const QWidget *each) { return each->objectName(); });
        QVERIFY(menu != windows.end());
        static_cast<QMenu *>(*menu)->popup(m->window().mapToGlobal(QPoint(0, 0)));
        compare(**menu, u"tray_menu"_s);
        (*menu)->close();
    }

private:
    //! Which a picture does not show: it has what is beyond them.
    static bool hasCutCorners(const QWidget &widget)
    {
        return !widget.mask().isEmpty() && !widget.mask().contains(QPoint(0, 0))
            && widget.mask().contains(widget.rect().center());
    }
};

GOLDEN_MAIN(TestGoldenPopups)
#include "tst_golden_popups.moc"
