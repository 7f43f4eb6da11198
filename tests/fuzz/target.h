// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <QList>
#include <QString>
#include <optional>
#include <span>

//! What is fed with any bytes: by libFuzzer in ./dev fuzz, by tst_fuzz_targets in each test run.
namespace salon::fuzz {

//! What the bytes broke, or nothing. It must not crash either.
using Check = std::optional<QString> (*)(QByteArrayView bytes);

struct Target {
    const char *name; //!< of its folder in the corpus, too
    Check check;
    QList<QByteArray> (*seeds)(); //!< good inputs to begin with, beside the corpus
    QList<QByteArray> (*words)(); //!< what a mutation may put in
};

std::optional<QString> checkJson(QByteArrayView bytes);
QList<QByteArray> jsonSeeds();
QList<QByteArray> jsonWords();

//! The first byte chooses the kind, the rest is its data.
std::optional<QString> checkKinds(QByteArrayView bytes);
QList<QByteArray> kindSeeds();

//! The first byte says how the rest is cut into pieces.
std::optional<QString> checkHttp(QByteArrayView bytes);
QList<QByteArray> httpSeeds();
QList<QByteArray> httpWords();

std::optional<QString> checkFrames(QByteArrayView bytes);
QList<QByteArray> frameSeeds();
QList<QByteArray> frameWords();

std::span<const Target> targets();

} // namespace salon::fuzz
