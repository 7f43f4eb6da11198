// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"

namespace salon::test {

//! A file system of its own over a folder, seen by this process and by what it starts; ends with
//! this object. Needs root on Linux.
class SmallDisk {
public:
    explicit SmallDisk(const QString &folder) : m_folder(folder) { }
    ~SmallDisk();

    //! An error says why this cannot be had here.
    Result<> mount(qint64 bytes);
    //! Writes until there is no room left.
    void fill() const;
    //! Gives the room back.
    void free() const;

private:
    QString ballast() const { return m_folder + QStringLiteral("/ballast"); }

    QString m_folder;
    bool m_isMounted = false;
};

//! From now on the process can make no file longer than that; negative: as long as it likes. False
//! where that cannot be had.
bool limitFileSize(qint64 pid, qint64 bytes);

} // namespace salon::test
