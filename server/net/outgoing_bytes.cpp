// SPDX-License-Identifier: MIT
#include "server/net/outgoing_bytes.h"

namespace salon::server {

namespace {
constexpr qsizetype kSentBlocksKept = 64;
} // namespace

void OutgoingBytes::share(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return;
    m_blocks.push_back(bytes);
    m_size += bytes.size();
}

size_t OutgoingBytes::front(std::span<iovec> vectors) const
{
    size_t filled = 0;
    for (qsizetype i = m_first; i < m_blocks.size() && filled < vectors.size(); ++i, ++filled) {
        const qsizetype skip = i == m_first ? m_offset : 0;
        vectors[filled].iov_base = const_cast<char *>(m_blocks[i].constData()) + skip;
        vectors[filled].iov_len = static_cast<size_t>(m_blocks[i].size() - skip);
    }
    return filled;
}

void OutgoingBytes::drop(qint64 size)
{
    m_size -= size;
    if (m_size == 0)
        return clear();
    while (size > 0) {
        const qsizetype here = m_blocks[m_first].size() - m_offset;
        if (size < here) {
            m_offset += static_cast<qsizetype>(size);
            break;
        }
        size -= here;
        m_blocks[m_first++] = QByteArray();
        m_offset = 0;
    }
    if (m_first > kSentBlocksKept) {
        m_blocks.remove(0, m_first);
        m_first = 0;
    }
}

void OutgoingBytes::clear()
{
    m_blocks.clear();
    if (m_blocks.capacity() > kUsual)
        m_blocks.squeeze();
    m_first = 0;
    m_offset = 0;
    m_size = 0;
}

} // namespace salon::server
