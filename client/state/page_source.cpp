// SPDX-License-Identifier: MIT
#include "client/state/page_source.h"

namespace salon::client {

PageSource::PageSource(Connection &connection, LogCache &cache, RoomLogs &logs, QObject *parent)
    : QObject(parent), m_connection(connection), m_cache(cache), m_logs(logs)
{
}

void PageSource::close()
{
    ++m_generation;
    m_account = {};
}

void PageSource::ask(const protocol::ListMessages &page, Told told)
{
    m_cache.page(m_account, page,
                 [this, page, told, newest = m_logs.newest(page.room),
                  generation = m_generation](const std::optional<protocol::MessagePage> &cached) {
                     if (generation != m_generation)
                         return;
                     const auto found = cached ? judged(page, *cached, newest) : std::nullopt;
                     if (!found)
                         return askServer(page, told);
                     Q_EMIT named(found->users);
                     told(*found);
                 });
}

//! What the page is worth, when the log is known to go on up to `newest`.
std::optional<protocol::MessagePage> PageSource::judged(const protocol::ListMessages &asked,
                                                        protocol::MessagePage page,
                                                        Seq newest) const
{
    const bool isBound = asked.before || asked.after || asked.around;
    if (page.to < newest)
        page.hasAfter = true;
    // What is the newest of the cache is not, as long as the server can be asked.
    if (!isBound && page.hasAfter && m_connection.state() == ConnectionState::Online)
        return {};
    const bool isUseless = page.messages.isEmpty()
        && ((asked.before && page.hasBefore) || (asked.after && page.hasAfter));
    return isUseless ? std::nullopt : std::optional(page);
}

void PageSource::askServer(const protocol::ListMessages &page, Told told)
{
    m_connection.request(
        page, [this, told, generation = m_generation](const Result<protocol::MessagePage> &answer) {
            if (generation != m_generation)
                return;
            if (answer) {
                Q_EMIT named(answer->users);
                m_logs.keep(*answer);
            }
            told(answer);
        });
}

} // namespace salon::client
