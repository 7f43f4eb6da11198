// SPDX-License-Identifier: MIT
// Qt's libraries are not built with the thread sanitizer, which therefore does not see that what a
// thread posts happens before it is run in another, and takes each queued call for a race. Calls of
// ours go through these functions, which tell it, and then through Qt's own.
#include <QMetaObject>
#include <QObject>
#include <QThread>
#include <QThreadPool>
#include <dlfcn.h>
#include <functional>
#include <sanitizer/tsan_interface.h>
#include <utility>

namespace {

template <class Function>
Function *qts(const char *symbol)
{
    return reinterpret_cast<Function *>(dlsym(RTLD_NEXT, symbol));
}

void happenedUntilNow(const void *what)
{
    __tsan_release(const_cast<void *>(what));
}

void happensAfter(const void *what)
{
    __tsan_acquire(const_cast<void *>(what));
}

//! Takes the place of a slot: it is called after what happened until its sender's latest signal,
//! or, of a posted call, until it was posted.
class SeenSlot : public QtPrivate::QSlotObjectBase {
public:
    SeenSlot(QSlotObjectBase *slot, const QObject *sender)
        : QSlotObjectBase(&run), m_slot(slot), m_sender(sender)
    {
        happenedUntilNow(this);
    }

private:
    static void run(int which, QSlotObjectBase *base, QObject *receiver, void **arguments,
                    bool *isSame)
    {
        auto *seen = static_cast<SeenSlot *>(base);
        switch (which) {
        case Destroy:
            happensAfter(seen);
            seen->m_slot->destroyIfLastRef();
            delete seen;
            break;
        case Call:
            happensAfter(seen);
            if (seen->m_sender)
                happensAfter(seen->m_sender);
            seen->m_slot->call(receiver, arguments);
            happenedUntilNow(seen);
            happenedUntilNow(QThread::currentThread());
            break;
        case Compare:
            *isSame = seen->m_slot->compare(arguments);
            break;
        }
    }

    QSlotObjectBase *m_slot;
    const QObject *m_sender;
};

} // namespace

bool QMetaObject::invokeMethodImpl(QObject *object, QtPrivate::QSlotObjectBase *slot,
                                   Qt::ConnectionType type, void *answer)
{
    static auto *const qtsOwn =
        qts<bool(QObject *, QtPrivate::QSlotObjectBase *, Qt::ConnectionType, void *)>(
            "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseE"
            "N2Qt14ConnectionTypeEPv");
    auto *const seen = new SeenSlot(slot, nullptr);
    if (type != Qt::BlockingQueuedConnection)
        return qtsOwn(object, seen, type, answer);
    seen->ref(); // it has been called, and would be gone
    const bool isTaken = qtsOwn(object, seen, type, answer);
    happensAfter(seen);
    seen->destroyIfLastRef();
    return isTaken;
}

QMetaObject::Connection QObject::connectImpl(const QObject *sender, void **signal,
                                             const QObject *receiver, void **slotPointer,
                                             QtPrivate::QSlotObjectBase *slot,
                                             Qt::ConnectionType type, const int *types,
                                             const QMetaObject *senderMeta)
{
    static auto *const qtsOwn = qts<QMetaObject::Connection(
        const QObject *, void **, const QObject *, void **, QtPrivate::QSlotObjectBase *,
        Qt::ConnectionType, const int *, const QMetaObject *)>(
        "_ZN7QObject11connectImplEPKS_PPvS1_S3_PN9QtPrivate15QSlotObjectBaseE"
        "N2Qt14ConnectionTypeEPKiPK11QMetaObject");
    return qtsOwn(sender, signal, receiver, slotPointer, new SeenSlot(slot, sender), type, types,
                  senderMeta);
}

void QMetaObject::activate(QObject *sender, const QMetaObject *meta, int signal, void **arguments)
{
    static auto *const qtsOwn = qts<void(QObject *, const QMetaObject *, int, void **)>(
        "_ZN11QMetaObject8activateEP7QObjectPKS_iPPv");
    happenedUntilNow(sender);
    qtsOwn(sender, meta, signal, arguments);
}

bool QThread::wait(QDeadlineTimer deadline)
{
    static auto *const qtsOwn =
        qts<bool(QThread *, QDeadlineTimer)>("_ZN7QThread4waitE14QDeadlineTimer");
    const bool hasEnded = qtsOwn(this, deadline);
    happensAfter(this);
    return hasEnded;
}

void QThreadPool::start(std::function<void()> work, int priority)
{
    static auto *const qtsOwn = qts<void(QThreadPool *, std::function<void()>, int)>(
        "_ZN11QThreadPool5startESt8functionIFvvEEi");
    std::function<void()> seen = [this, own = std::move(work)]() mutable {
        happensAfter(this);
        own();
        own = {};
        happenedUntilNow(this);
    };
    happenedUntilNow(this);
    qtsOwn(this, std::move(seen), priority);
}

bool QThreadPool::waitForDone(int milliseconds)
{
    static auto *const qtsOwn = qts<bool(QThreadPool *, int)>("_ZN11QThreadPool11waitForDoneEi");
    const bool isDone = qtsOwn(this, milliseconds);
    happensAfter(this);
    return isDone;
}
