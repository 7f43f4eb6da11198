// SPDX-License-Identifier: MIT
#include "client/app/start_report.h"
#include "client/ui/timeline/timeline_view.h"
#include <QApplication>
#include <QEvent>
#include <QSaveFile>
#include <chrono>

namespace salon::client {

void StartReport::beginIfWanted()
{
    const QString file = qEnvironmentVariable("SALON_START_REPORT");
    if (!file.isEmpty())
        new StartReport(file, qApp);
}

StartReport::StartReport(const QString &file, QObject *parent) : QObject(parent), m_file(file)
{
    qApp->installEventFilter(this);
}

bool StartReport::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::Paint)
        return false;
    const auto *timeline = qobject_cast<TimelineView *>(watched->parent());
    if (!timeline || watched != timeline->viewport() || !timeline->model()
        || timeline->model()->rowCount() == 0)
        return false;
    qApp->removeEventFilter(this);
    // The picture is handed to the screen before the next event.
    QMetaObject::invokeMethod(this, &StartReport::write, Qt::QueuedConnection);
    return false;
}

void StartReport::write()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    QSaveFile file(m_file);
    if (file.open(QIODevice::WriteOnly)) {
        file.write(QByteArray::number(qint64(now / std::chrono::nanoseconds(1))));
        file.commit();
    }
    deleteLater();
}

} // namespace salon::client
