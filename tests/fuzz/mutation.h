// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <QList>
#include <QRandomGenerator>
#include <QString>

namespace salon::fuzz {

//! `bytes` changed in one to four places: bits, bytes, pieces cut out, doubled or taken from
//! another of `seeds`, and `words` put in.
QByteArray mutated(QByteArray bytes, const QList<QByteArray> &seeds, const QList<QByteArray> &words,
                   QRandomGenerator &random);

//! The files of a target's folder in the corpus, by name.
QList<QByteArray> corpusOf(const QString &corpus, const char *target);

} // namespace salon::fuzz
