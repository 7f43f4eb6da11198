// SPDX-License-Identifier: MIT
#include "client/platform/x11_desktop_idle.h"
#include <QGuiApplication>
#include <QQueue>
#include <QTimer>
#include <cstdlib>
#include <xcb/screensaver.h>
#include <xcb/xcbext.h>

namespace salon::client {
namespace {

constexpr int kLookMs = 10; // for an answer; the thread never waits for one

class X11DesktopIdle final : public DesktopIdle {
public:
    explicit X11DesktopIdle(xcb_connection_t *connection) : m_connection(connection)
    {
        xcb_prefetch_extension_data(m_connection, &xcb_screensaver_id);
        m_look.setInterval(kLookMs);
        m_look.callOnTimeout(this, &X11DesktopIdle::look);
    }

    void ask() override
    {
        const auto *extension = xcb_get_extension_data(m_connection, &xcb_screensaver_id);
        if (!extension || !extension->present)
            return Q_EMIT answered({});
        const xcb_screen_t *screen = xcb_setup_roots_iterator(xcb_get_setup(m_connection)).data;
        m_questions.enqueue(xcb_screensaver_query_info_unchecked(m_connection, screen->root));
        xcb_flush(m_connection);
        m_look.start();
    }

private:
    void look()
    {
        while (!m_questions.isEmpty()) {
            void *reply = nullptr;
            if (!xcb_poll_for_reply(m_connection, m_questions.head().sequence, &reply, nullptr))
                return;
            m_questions.dequeue();
            const auto *info = static_cast<xcb_screensaver_query_info_reply_t *>(reply);
            const auto idleMs =
                info ? std::optional<qint64>(info->ms_since_user_input) : std::nullopt;
            std::free(reply);
            Q_EMIT answered(idleMs);
        }
        m_look.stop();
    }

    xcb_connection_t *m_connection; // Qt's own, which outlives every window
    QQueue<xcb_screensaver_query_info_cookie_t> m_questions;
    QTimer m_look;
};

} // namespace

std::unique_ptr<DesktopIdle> x11DesktopIdle()
{
    const auto *application = qobject_cast<QGuiApplication *>(QCoreApplication::instance());
    const auto *x11 =
        application ? application->nativeInterface<QNativeInterface::QX11Application>() : nullptr;
    auto *connection = x11 ? x11->connection() : nullptr; // which "offscreen" does not have
    if (!connection || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        return {};
    return std::make_unique<X11DesktopIdle>(connection);
}

} // namespace salon::client
