//! The reasons why a question is not decided.

use crate::findings::text::{Text, say};

/// Why a question is not decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Limit {
    /// A computation that may fail.
    MayFail,
    /// A computation from several values of the record.
    SeveralValues,
    /// Texts that are compared by their order.
    TextOrder,
    /// Numbers of different types that are compared.
    MixedNumbers,
    /// Lists that need more elements than are tried.
    LongLists,
    /// A field that the other edition uses for something else.
    OtherType,
    /// Too many values or operations.
    TooLarge,
    /// The places count different things: records and elements, or elements of different lists.
    OtherUnit,
    /// A witness that the evaluators do not confirm.
    NotConfirmed,
}

impl Limit {
    /// Returns the reason as a sentence.
    pub(crate) fn text(self) -> Text {
        match self {
            Self::MayFail => {
                say!(
                    "villkoret har en uträkning som kan ge ett fel",
                    "the condition has a computation that may fail"
                )
            }
            Self::SeveralValues => say!(
                "villkoret räknar med flera av postens värden på en gång",
                "the condition computes with several values of the record at once"
            ),
            Self::TextOrder => {
                say!("villkoret jämför texters ordning", "the condition compares texts by their order")
            }
            Self::MixedNumbers => say!(
                "villkoret jämför heltal och decimaltal i olika fält",
                "the condition compares whole and decimal numbers of different fields"
            ),
            Self::LongLists => say!(
                "villkoret behöver längre listor än vad som prövas",
                "the condition needs longer lists than are tried"
            ),
            Self::OtherType => say!(
                "ett fält har en annan typ i den andra utgåvan",
                "a field has another type in the other edition"
            ),
            Self::TooLarge => say!("villkoret är för stort", "the condition is too large"),
            Self::OtherUnit => say!(
                "det som räknas är något annat: poster i stället för element, eller element i en annan lista",
                "what is counted is something else: records instead of elements, or elements of another list"
            ),
            Self::NotConfirmed => say!(
                "den post som skulle visa skillnaden ger samma svar när den prövas",
                "the record that should show the difference gives the same answer when it is tried"
            ),
        }
    }
}
