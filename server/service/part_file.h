// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QString>

namespace salon::server {

//! A file that is written beside the place where it shall stand, readable by its owner alone, and
//! is gone with this object unless it was put there.
class PartFile {
public:
    explicit PartFile(const QString &place);
    ~PartFile();
    PartFile(const PartFile &) = delete;
    PartFile &operator=(const PartFile &) = delete;

    Result<> make(); //!< empty
    const QString &path() const { return m_path; }
    //! Syncs it and moves it to its place, over what stands there.
    Result<> put();

private:
    QString m_place;
    QString m_path;
    bool m_isOurs = false;
};

} // namespace salon::server
