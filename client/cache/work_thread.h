// SPDX-License-Identifier: MIT
#pragma once
#include "client/platform/window_thread.h"
#include <QObject>
#include <QThread>

namespace salon::client {

//! A thread for one object, which does there what is posted, in that order. `Worker` is a QObject
//! that is made by the owner, and ends in its own thread.
template <class Worker>
class WorkThread {
public:
    WorkThread(const QString &name, Worker *worker) : m_worker(worker)
    {
        m_worker->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
        m_thread.setObjectName(name);
        m_thread.start();
    }
    //! Waits until all that was posted is done.
    ~WorkThread()
    {
        mayBlockOutsideOfTheLoop("the end of a thread");
        // The queue is emptied before the thread ends: quit() is queued behind what waits.
        post([this](Worker &) { m_thread.quit(); });
        m_thread.wait();
    }
    Q_DISABLE_COPY_MOVE(WorkThread)

    template <class Work>
    void post(Work work)
    {
        QMetaObject::invokeMethod(
            m_worker, [worker = m_worker, work = std::move(work)]() mutable { work(*worker); },
            Qt::QueuedConnection);
    }
    //! Calls `done` in the thread of `owner` with what `work` gives, unless `owner` is gone by
    //! then.
    template <class Work, class Done>
    void ask(QObject *owner, Work work, Done done)
    {
        post([owner, work = std::move(work), done = std::move(done)](Worker &worker) mutable {
            QMetaObject::invokeMethod(
                owner, [done = std::move(done), answer = work(worker)] { done(answer); },
                Qt::QueuedConnection);
        });
    }

private:
    QThread m_thread;
    Worker *m_worker;
};

} // namespace salon::client
