// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QByteArray>
#include <QList>
#include <QString>

namespace salon::test {

//! What io_shim saw a program do to a folder.
struct IoRecord {
    enum Kind { Create = 1, Write, Sync, Truncate, Rename, Unlink, Failed, Link };
    Kind kind = Create;
    QString name; //!< below the folder, empty for the folder itself; of Failed the call
    QString newName; //!< of Rename and Link
    qint64 offset = 0; //!< of Write; of Failed the number of the call
    qint64 size = 0; //!< of Truncate
    QByteArray data; //!< of Write
    qint64 end = 0; //!< place in the log behind it
};

Result<QList<IoRecord>> readIoLog(const QString &file);

//! Makes in `image` what a power cut after the record that ends at `upTo` may leave of a folder
//! that was `base` before: what was synced is there, of the rest a subset by the seed, or nothing
//! for seed 0. A write may be there in part (to a sector of 512 bytes); a name is there once the
//! file (as ext4, xfs and btrfs do it) or the folder was synced. What is only shared memory is left
//! out.
Result<> makePowerCutImage(const QString &base, const QList<IoRecord> &records, qint64 upTo,
                           quint64 seed, const QString &image);

//! Copies the files of a folder into another that is made for it; their permissions stay.
Result<> copyFolder(const QString &from, const QString &to);

} // namespace salon::test
