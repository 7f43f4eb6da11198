// SPDX-License-Identifier: MIT
#include "tests/support/io_log.h"
#include <QDir>
#include <QFile>
#include <QMap>
#include <algorithm>
#include <cstring>
#include <memory>
#include <random>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

constexpr qsizetype kSector = 512;

struct Head {
    quint32 kind;
    quint32 nameSize;
    qint64 offset;
    qint64 size;
};

//! Gone after a power cut, or made anew by each start.
bool isLeftOut(const QString &name)
{
    return name.endsWith("-shm"_L1) || name.endsWith(".lock"_L1);
}

//! A disk with what is durable and what is only in the page cache.
class Disk {
public:
    void add(const QString &name, const QByteArray &content)
    {
        m_names.insert(name, std::make_shared<File>(File{content, {}}));
        m_durableNames.insert(name, m_names.value(name));
    }
    void apply(const IoRecord &record);
    //! What is left by the coin.
    QMap<QString, QByteArray> cut(quint64 seed) const;

private:
    struct File {
        QByteArray durable;
        QList<IoRecord> pending; //!< writes and truncations
    };
    using Names = QMap<QString, std::shared_ptr<File>>;
    struct NameChange {
        IoRecord record;
        std::shared_ptr<File> file; //!< of Create
    };

    static void change(QByteArray &content, const IoRecord &record, qsizetype size);
    static void change(Names &names, const NameChange &change);
    void sync(const QString &name);

    Names m_names;
    Names m_durableNames;
    QList<NameChange> m_pendingNames;
};

void Disk::change(QByteArray &content, const IoRecord &record, qsizetype size)
{
    if (record.kind == IoRecord::Truncate) {
        content.resize(record.size, '\0');
        return;
    }
    if (content.size() < record.offset + size)
        content.resize(record.offset + size, '\0');
    content.replace(record.offset, size, record.data.left(size));
}

void Disk::change(Names &names, const NameChange &change)
{
    const IoRecord &record = change.record;
    if (record.kind == IoRecord::Create)
        names.insert(record.name, change.file);
    else if (record.kind == IoRecord::Unlink)
        names.remove(record.name);
    else if (const auto file = names.value(record.name)) {
        names.insert(record.newName, file);
        if (record.kind == IoRecord::Rename)
            names.remove(record.name);
    }
}

void Disk::sync(const QString &name)
{
    if (name.isEmpty()) {
        for (const NameChange &pending : std::as_const(m_pendingNames))
            change(m_durableNames, pending);
        m_pendingNames.clear();
        return;
    }
    const auto file = m_names.value(name);
    if (!file)
        return;
    for (const IoRecord &record : std::as_const(file->pending))
        change(file->durable, record, record.data.size());
    file->pending.clear();
    // With a file's name, all that was done to names before it: the journal has an order.
    const auto made = std::ranges::find(m_pendingNames, file, &NameChange::file);
    if (made == m_pendingNames.end())
        return;
    for (auto pending = m_pendingNames.begin(); pending <= made; ++pending)
        change(m_durableNames, *pending);
    m_pendingNames.erase(m_pendingNames.begin(), made + 1);
}

void Disk::apply(const IoRecord &record)
{
    switch (record.kind) {
    case IoRecord::Create:
    case IoRecord::Rename:
    case IoRecord::Link:
    case IoRecord::Unlink: {
        NameChange pending{record, {}};
        if (record.kind == IoRecord::Create)
            pending.file = std::make_shared<File>();
        change(m_names, pending);
        m_pendingNames.append(pending);
        break;
    }
    case IoRecord::Write:
    case IoRecord::Truncate:
        if (const auto file = m_names.value(record.name))
            file->pending.append(record);
        break;
    case IoRecord::Sync:
        sync(record.name);
        break;
    case IoRecord::Failed:
        break;
    }
}

QMap<QString, QByteArray> Disk::cut(quint64 seed) const
{
    std::mt19937_64 random(seed);
    Names names = m_durableNames;
    const auto kept = seed == 0 ? 0 : qsizetype(random() % quint64(m_pendingNames.size() + 1));
    for (const NameChange &pending : m_pendingNames.first(kept))
        change(names, pending);
    QMap<QString, QByteArray> left;
    for (auto name = names.cbegin(); name != names.cend(); ++name) {
        QByteArray content = (*name)->durable;
        for (const IoRecord &record : std::as_const((*name)->pending)) {
            const quint64 coin = random() % 4;
            if (seed == 0 || coin < 2)
                continue;
            const qsizetype size = record.data.size();
            const bool isTorn = coin == 2 && size > kSector;
            change(content, record,
                   isTorn ? qsizetype(random() % quint64(size / kSector)) * kSector : size);
        }
        left.insert(name.key(), content);
    }
    return left;
}

Result<> writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        return Error::internal(path + u": "_s + file.errorString());
    // As salond makes them: secrets that others can read are refused.
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    return {};
}

} // namespace

Result<QList<IoRecord>> readIoLog(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error::internal(path + u": "_s + file.errorString());
    const QByteArray bytes = file.readAll();
    QList<IoRecord> records;
    qsizetype place = 0;
    while (place + qsizetype(sizeof(Head)) <= bytes.size()) {
        Head head;
        std::memcpy(&head, bytes.constData() + place, sizeof head);
        place += qsizetype(sizeof head);
        const auto names =
            QString::fromUtf8(bytes.mid(place, qsizetype(head.nameSize))).split(QChar(0));
        place += qsizetype(head.nameSize);
        IoRecord record{.kind = IoRecord::Kind(head.kind),
                        .name = names.first(),
                        .newName = names.value(1),
                        .offset = head.offset,
                        .size = head.size};
        if (record.kind == IoRecord::Write) {
            record.data = bytes.mid(place, head.size);
            place += head.size;
        }
        record.end = place;
        records.append(record);
    }
    return records;
}

Result<> copyFolder(const QString &from, const QString &to)
{
    QDir().mkpath(to);
    for (const QString &name : QDir(from).entryList(QDir::Files)) {
        if (!isLeftOut(name) && !QFile::copy(from + u'/' + name, to + u'/' + name))
            return Error::internal(u"cannot copy "_s + name);
    }
    return {};
}

Result<> makePowerCutImage(const QString &base, const QList<IoRecord> &records, qint64 upTo,
                           quint64 seed, const QString &image)
{
    Disk disk;
    for (const QString &name : QDir(base).entryList(QDir::Files)) {
        QFile file(base + u'/' + name);
        if (!file.open(QIODevice::ReadOnly))
            return Error::internal(name + u": "_s + file.errorString());
        disk.add(name, file.readAll());
    }
    for (const IoRecord &record : records) {
        if (record.end <= upTo)
            disk.apply(record);
    }
    QDir().mkpath(image);
    const auto left = disk.cut(seed);
    for (auto file = left.cbegin(); file != left.cend(); ++file) {
        if (!isLeftOut(file.key()))
            TRY(writeFile(image + u'/' + file.key(), *file));
    }
    return {};
}

} // namespace salon::test
