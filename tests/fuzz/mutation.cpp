// SPDX-License-Identifier: MIT
#include "tests/fuzz/mutation.h"
#include <QDir>
#include <QFile>
#include <algorithm>

namespace salon::fuzz {
namespace {

const QByteArray &anyOf(const QList<QByteArray> &list, QRandomGenerator &random)
{
    return list.at(random.bounded(qint32(list.size())));
}

//! A stretch somewhere, usually a short one.
QByteArray piece(const QByteArray &bytes, QRandomGenerator &random)
{
    const qsizetype from = random.bounded(qint32(bytes.size() + 1));
    return bytes.mid(from, 1 + random.bounded(random.bounded(4) ? 8 : 64));
}

void mutateOnce(QByteArray &bytes, const QList<QByteArray> &seeds, const QList<QByteArray> &words,
                QRandomGenerator &random)
{
    const qsizetype at = random.bounded(qint32(bytes.size() + 1));
    const bool isInside = at < bytes.size();
    switch (random.bounded(7)) {
    case 0:
        if (isInside)
            bytes[at] = char(bytes[at] ^ (1 << random.bounded(8)));
        break;
    case 1:
        if (isInside)
            bytes[at] = char(random.bounded(256));
        break;
    case 2:
        bytes.remove(at, 1 + random.bounded(random.bounded(4) ? 4 : 64));
        break;
    case 3:
        bytes.insert(at, piece(bytes, random));
        break;
    case 4:
        bytes.insert(at, piece(anyOf(seeds, random), random));
        break;
    case 5:
        bytes.truncate(at);
        break;
    default:
        bytes.insert(at, anyOf(words, random));
        break;
    }
}

} // namespace

QByteArray mutated(QByteArray bytes, const QList<QByteArray> &seeds, const QList<QByteArray> &words,
                   QRandomGenerator &random)
{
    for (int times = 1 + random.bounded(4); times > 0; --times)
        mutateOnce(bytes, seeds, words, random);
    return bytes;
}

QList<QByteArray> corpusOf(const QString &corpus, const char *target)
{
    QList<QByteArray> contents;
    const QDir folder(corpus + QLatin1Char('/') + QString::fromLatin1(target));
    for (const QString &name : folder.entryList(QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            contents.append(file.readAll());
    }
    return contents;
}

} // namespace salon::fuzz
