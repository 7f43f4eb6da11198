// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/timeline/timeline_view.h"
#include "tests/client/ui/timeline/fake_timeline_model.h"
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QTest>
#include <QVBoxLayout>

namespace salon::client {

//! A timeline of forty messages in a window, one of them with links, and a field behind it.
class TimelineInputFixture {
protected:
    void begin()
    {
        std::vector<TimelineRow> rows;
        for (int i = 1; i <= 40; ++i)
            rows.push_back(message(i, QStringLiteral("message number %1").arg(i), 1 + i / 3 % 2));
        rows[37].text = QStringLiteral("see https://a.org/one and https://a.org/two");
        m_model.reset(rows);
        m_model.setReadMarker(40);
        m_window = std::make_unique<QWidget>();
        auto *layout = new QVBoxLayout(m_window.get());
        m_view = new TimelineView;
        m_next = new QLineEdit;
        layout->addWidget(m_view);
        layout->addWidget(m_next);
        m_view->setLinkOpener([this](const QUrl &url) { m_opened.append(url); });
        m_opened.clear();
        m_view->setModel(&m_model);
        m_window->resize(600, 500);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_view->setFocus();
        m_view->grab();
        QCoreApplication::processEvents();
        QApplication::clipboard()->clear();
    }
    void end() { m_window.reset(); }
    QWidget *viewport() { return m_view->viewport(); }
    //! A point within a row's text, `offset` characters from its start.
    QPoint at(int index, int offset)
    {
        const RowBox *box = m_view->geometry().boxOf(index);
        const auto rects = m_view->geometry().layout(index).rangeRects({offset, offset + 1});
        return QPointF(rects.front().left() + 1 + 64, rects.front().center().y() + box->textY)
            .toPoint();
    }
    QString clipboard() { return QApplication::clipboard()->text(); }

    FakeTimelineModel m_model;
    std::unique_ptr<QWidget> m_window;
    TimelineView *m_view = nullptr;
    QLineEdit *m_next = nullptr;
    QList<QUrl> m_opened;
};

} // namespace salon::client
