// SPDX-License-Identifier: MIT
#include "shared/base/wipe.h"
#include <algorithm>
#include <array>
#include <cstring>

namespace salon {

void wipe(void *bytes, size_t size)
{
    if (size == 0)
        return;
    // Called through a volatile pointer: the compiler does not know that nobody reads the zeros.
    static void *(*const volatile overwrite)(void *, int, size_t) = std::memset;
    overwrite(bytes, 0, size);
}

void wipe(QByteArray &secret)
{
    // Not data(): it would make a copy of shared bytes, and leave the secret where it is.
    wipe(const_cast<char *>(secret.constData()), size_t(secret.capacity() ? secret.size() : 0));
    secret = QByteArray();
}

void wipe(QString &secret)
{
    const size_t size = secret.capacity() ? size_t(secret.size()) * sizeof(QChar) : 0;
    wipe(const_cast<QChar *>(secret.constData()), size);
    secret = QString();
}

Q_NEVER_INLINE void wipeStackAndRegisters()
{
    std::array<char, 16 * 1024> below;
    wipe(below.data(), below.size());
    // Copies of each size class: memmove() takes other registers for each.
    static void *(*const volatile copy)(void *, const void *, size_t) = std::memmove;
    for (size_t size = 16; size <= below.size() / 2; size *= 2)
        copy(below.data() + size, below.data(), size);
}

void appendSecret(QByteArray &to, QByteArrayView more)
{
    const qsizetype needed = to.size() + more.size();
    if (needed > to.capacity()) {
        QByteArray larger;
        larger.reserve(std::max(needed, 2 * to.capacity()));
        larger.append(to);
        wipe(to);
        to = std::move(larger);
    }
    to.append(more);
}

} // namespace salon
