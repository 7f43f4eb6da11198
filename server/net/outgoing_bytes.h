// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <QVarLengthArray>
#include <span>
#include <sys/uio.h>

namespace salon::server {

//! What waits to be sent: shared and not copied, which is cheaper even for 200 bytes. Takes no
//! memory beside itself when it is empty, nor for the few frames that most turns have.
class OutgoingBytes {
public:
    qint64 size() const { return m_size; }
    bool isEmpty() const { return m_size == 0; }
    void share(const QByteArray &bytes);
    //! Fills the front of `vectors` with what comes first; answers how many are filled.
    size_t front(std::span<iovec> vectors) const;
    void drop(qint64 size); //!< the first bytes are sent
    void clear();

private:
    static constexpr qsizetype kUsual = 4;
    QVarLengthArray<QByteArray, kUsual> m_blocks;
    qsizetype m_first = 0;
    qsizetype m_offset = 0; // in the first block
    qint64 m_size = 0;
};

} // namespace salon::server
